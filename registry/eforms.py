"""Business terms of eForms (Implementing Regulation (EU) 2019/1780) and the codes of their lists, eForms SDK 1.15."""

from django.utils.translation import gettext_lazy as _

TERMS = {
    "BT-06": _("Strategic procurement"),
    "BT-774": _("Green procurement"),
    "BT-805": _("Green procurement criteria"),
    "BT-775": _("Social procurement"),
    "BT-776": _("Procurement of innovation"),
    "BT-754": _("Accessibility"),
}

CODES = {
    "BT-06": {
        "env-imp": _("Reduction of environmental impacts"),
        "soc-obj": _("Fulfilment of social objectives"),
        "inn-pur": _("Innovative purchase"),
    },
    "BT-774": {
        "circ-econ": _("Transition to a circular economy"),
        "clim-mitig": _("Climate change mitigation"),
        "clim-adapt": _("Climate change adaptation"),
        "pollu-prev": _("Pollution prevention and control"),
        "biodiv-eco": _("Protection of biodiversity and ecosystems"),
        "water-mar": _("Sustainable use of water and marine resources"),
        "other": _("Other"),
    },
    "BT-805": {
        "eu": _("EU green public procurement criteria"),
        "national": _("National green public procurement criteria"),
        "other": _("Other"),
    },
    "BT-775": {
        "work-cond": _("Fair working conditions"),
        "hum-right": _("Human-rights due diligence in global supply chains"),
        "acc-all": _("Accessibility for all"),
        "opp": _("Employment opportunities"),
        "gen-eq": _("Gender equality"),
        "et-eq": _("Ethnic equality"),
        "other": _("Other"),
    },
    "BT-776": {
        "mar-nov": _("Novel or significantly improved compared with the market"),
        "prod-innov": _("Product innovation"),
        "proc-innov": _("Process innovation"),
        "rd-act": _("Research and development"),
    },
    "BT-754": {"inc": _("Accessibility criteria included")},
}

# Most characters of a field in one language, and which fields a notice fills from which texts of a criterion of a kind.
LENGTHS = {"BT-734": 400, "BT-540": 6000, "BT-70": 6000}
FILLED_BY = {"award": {"title": "BT-734", "requirement": "BT-540"}, "performance": {"requirement": "BT-70"}}
