"""Forms take the look of the site without losing their own."""

from django import forms

from portal.front.forms import Designed


class Sample(Designed, forms.Form):
    name = forms.CharField()
    note = forms.CharField(widget=forms.Textarea(attrs={"class": "wide"}))
    token = forms.CharField(widget=forms.HiddenInput)


def test_widgets_have_the_class_of_the_design_system():
    assert Sample().fields["name"].widget.attrs["class"] == "ds-input"


def test_class_that_a_widget_had_stays():
    assert Sample().fields["note"].widget.attrs["class"] == "ds-input wide"


def test_hidden_widget_is_left_alone():
    assert "class" not in Sample().fields["token"].widget.attrs
