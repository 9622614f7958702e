"""What members say about criteria, under a language."""

from django.urls import path

from portal.experiences.views import feedback

app_name = "feedback"

urlpatterns = [
    path("criterion/<slug:slug>/<str:number>/feedback/", feedback.GiveView.as_view(), name="give"),
    path("me/feedback/<int:pk>/", feedback.ChangeView.as_view(), name="change"),
    path("me/feedback/<int:pk>/withdraw/", feedback.WithdrawView.as_view(), name="withdraw"),
]
