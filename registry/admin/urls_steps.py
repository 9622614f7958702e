"""Addresses of the steps of a draft, under /admin/drafts/."""

from django.urls import path

from registry.admin.steps import asked, comments, log, moves, overview, publishing, votes

app_name = "draft-steps"

urlpatterns = [
    path("log/", log.LogView.as_view(), name="log"),
    path("log/results/", log.LogView.as_view(results_only=True), name="log-results"),
    path("<int:pk>/steps/", overview.StepsView.as_view(), name="steps"),
    path("<int:pk>/steps/consult/", moves.ConsultView.as_view(), name="consult"),
    path("<int:pk>/steps/hand-back/", asked.HandBackView.as_view(), name="hand-back"),
    path("<int:pk>/steps/open-vote/", moves.OpenVoteView.as_view(), name="open-vote"),
    path("<int:pk>/steps/rework/", moves.ReworkView.as_view(), name="rework"),
    path("<int:pk>/steps/abandon/", moves.AbandonView.as_view(), name="abandon"),
    path("<int:pk>/steps/publish/", publishing.PublishView.as_view(), name="publish"),
    path("<int:pk>/steps/comments/", comments.CommentsView.as_view(), name="comments"),
    path("<int:pk>/steps/comments/sheet/", comments.CommentSheet.as_view(), name="comment-sheet"),
    path("<int:pk>/steps/comments/<int:comment>/", comments.AnswerView.as_view(), name="answer"),
    path("<int:pk>/steps/votes/", votes.VotesView.as_view(), name="votes"),
    path("<int:pk>/steps/votes/<int:elector>/ballot/", votes.SendBallotView.as_view(), name="send-ballot"),
    path("<int:pk>/steps/votes/<int:elector>/revoke/", votes.RevokeBallotView.as_view(), name="revoke-ballot"),
]
