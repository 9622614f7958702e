"""What a visitor does with a basket, through its forms."""

from tests.registry.views.pages import form_of, parsed

ADD, BASKET = "/en/basket/add/", "/en/basket/"
L1, L2 = "BAT-01@1.0.0/L1", "BAT-01@1.0.0/L2"


def add(client, *items, **fields):
    return client.post(ADD, {"item": items, **fields}, follow=True)


def step(client, do, **changes):
    """Press a button of the basket's form after typing some changes into it."""
    return client.post(BASKET, form_of(client.get(BASKET)) | changes | {"do": do}, follow=True)


def items_of(client):
    """What the session keeps of each item: its key, values and weight."""
    kept = client.session["basket"]["items"]
    return [
        (f"{each['code']}@{each['number']}/L{each['level']}", each.get("values"), each.get("weight")) for each in kept
    ]


def keys_of(client):
    return [key for key, _, _ in items_of(client)]


def findings(response):
    return [str(code) for code in parsed(response).xpath("//*[@data-finding]/@data-finding")]
