"""Addresses of the registry under a language."""

from django.urls import include, path

from registry import converters  # noqa: F401  (registers what may stand in an address)
from registry.views import (
    adaptations,
    adapting,
    adapting_draft,
    adapting_end,
    adapting_moves,
    ballots,
    basket,
    commenting,
    compare,
    consultations,
    criterion,
    feeds,
    history,
    on_day,
    preview,
    redlines,
    sets,
    votes,
)

app_name = "registry"

urlpatterns = [
    path("criteria/", sets.SetListView.as_view(), name="sets"),
    path("criteria/drafts/<int:pk>/", preview.DraftPreviewView.as_view(), name="draft-preview"),
    path("criteria/consultations/", consultations.ConsultationListView.as_view(), name="consultations"),
    path("criteria/consultations/feed/", consultations.FeedView.as_view(), name="consultations-feed"),
    path("criteria/consultations/confirm/<str:token>/", commenting.ConfirmView.as_view(), name="confirm"),
    path("criteria/<slug:slug>/on/", on_day.SetDayView.as_view(), name="set-on-day"),
    path("criteria/feed.atom", feeds.RegisterFeedView.as_view(), name="sets-feed"),
    path("criteria/<slug:slug>/feed.atom", feeds.SetFeedView.as_view(), name="set-feed"),
    path("criterion/<slug:slug>/feed.atom", feeds.CriterionFeedView.as_view(), name="criterion-feed"),
    path("criteria/<slug:slug>/", sets.SetView.as_view(), name="set"),
    path(
        "criteria/<slug:slug>/compare/<number:a>...<number:b>/",
        compare.CompareReleasesView.as_view(),
        name="compare-releases",
    ),
    path("criteria/<slug:slug>/history/", history.SetHistoryView.as_view(), name="set-history"),
    path("criteria/<slug:slug>/history.csv", history.SetHistoryCsvView.as_view(), name="set-history-csv"),
    path("criteria/<slug:slug>/adaptations/", adaptations.AdaptationsOfSetView.as_view(), name="set-adaptations"),
    path("criteria/<slug:slug>/<number:number>/", sets.ReleaseView.as_view(), name="release"),
    path("criterion/<slug:slug>/on/", on_day.CriterionDayView.as_view(), name="criterion-on-day"),
    path("criterion/<slug:slug>/", criterion.CriterionView.as_view(), name="criterion"),
    path("criterion/<slug:slug>/compare/<number:a>...<number:b>/", compare.CompareView.as_view(), name="compare"),
    path(
        "criterion/<slug:slug>/compare/<number:a>...<number:b>/changes.docx",
        redlines.CompareRedlineView.as_view(),
        name="compare-changes",
    ),
    path("criterion/<slug:slug>/<number:number>/", criterion.VersionView.as_view(), name="version"),
    path(
        "criterion/<slug:slug>/<number:number>/consultation/",
        consultations.ConsultationView.as_view(),
        name="consultation",
    ),
    path(
        "criterion/<slug:slug>/<number:number>/consultation.json",
        consultations.ConsultationJsonView.as_view(),
        name="consultation-json",
    ),
    path(
        "criterion/<slug:slug>/<number:number>/consultation/comments/",
        consultations.CommentsView.as_view(),
        name="comments",
    ),
    path(
        "criterion/<slug:slug>/<number:number>/consultation/comment/",
        commenting.CommentView.as_view(),
        name="comment",
    ),
    path(
        "criterion/<slug:slug>/<number:number>/consultation/suppliers/",
        commenting.MarketView.as_view(),
        name="market",
    ),
    path(
        "criterion/<slug:slug>/<number:number>/consultation/sent/",
        commenting.SentView.as_view(),
        name="comment-sent",
    ),
    path("me/drafts/", include("registry.urls_drafts")),
    path("me/adaptations/", adapting.AdaptationsView.as_view(), name="adaptations"),
    path("me/adaptations/start/", adapting.StartAdaptationView.as_view(), name="start-adaptation"),
    path("me/adaptations/sealed/<int:pk>/next/", adapting.NextAdaptationView.as_view(), name="next-adaptation"),
    path(
        "me/adaptations/sealed/<int:pk>/withdraw/",
        adapting_end.WithdrawAdaptationView.as_view(),
        name="withdraw-adaptation",
    ),
    path("me/adaptations/<int:pk>/", adapting_draft.AdaptationDraftView.as_view(), name="adaptation-draft"),
    path(
        "me/adaptations/<int:pk>/criteria/<slug:slug>/",
        adapting_draft.AdaptCriterionView.as_view(),
        name="adapt-criterion",
    ),
    path("me/adaptations/<int:pk>/check/", adapting_draft.CheckAdaptationView.as_view(), name="check-adaptation"),
    path("me/adaptations/<int:pk>/move/", adapting_moves.MoveAdaptationView.as_view(), name="move-adaptation"),
    path("me/adaptations/<int:pk>/abandon/", adapting_draft.AbandonAdaptationView.as_view(), name="abandon-adaptation"),
    path("me/votes/", votes.VotesView.as_view(), name="votes"),
    path("me/votes/<int:pk>/", votes.VoteView.as_view(), name="vote"),
    path("me/votes/<int:pk>/withdraw/", votes.WithdrawVoteView.as_view(), name="withdraw-vote"),
    path("me/votes/<int:pk>/ballot/", votes.BallotView.as_view(), name="send-ballot"),
    path("me/votes/<int:pk>/ballot/take-back/", votes.TakeBackBallotView.as_view(), name="take-back-ballot"),
    path("ballot/<str:token>/", ballots.MailedBallotView.as_view(), name="ballot"),
    path(
        "adaptation/<slug:city>/<slug:slug>/<number:number>/", adaptations.AdaptationView.as_view(), name="adaptation"
    ),
    path(
        "adaptation/<slug:city>/<slug:slug>/<number:number>/basket/",
        adaptations.AdaptationBasketView.as_view(),
        name="adaptation-basket",
    ),
    path(
        "adaptation/<slug:city>/<slug:slug>/<number:number>/export.<slug:suffix>",
        adaptations.AdaptationExportView.as_view(),
        name="adaptation-export",
    ),
    path("basket/", basket.BasketView.as_view(), name="basket"),
    path("basket/add/", basket.BasketAddView.as_view(), name="basket-add"),
    path("basket/export.<slug:suffix>", basket.BasketExportView.as_view(), name="basket-export"),
    path("basket/changes.docx", redlines.BasketRedlineView.as_view(), name="basket-changes"),
    path("b/<slug:key>/changes.docx", redlines.SharedBasketRedlineView.as_view(), name="shared-basket-changes"),
    path("b/<slug:key>/", basket.SharedBasketView.as_view(), name="shared-basket"),
    path("b/<slug:key>/export.<slug:suffix>", basket.SharedBasketExportView.as_view(), name="shared-basket-export"),
]
