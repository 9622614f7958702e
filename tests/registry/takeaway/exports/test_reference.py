"""The template of Word documents is what its script makes of pandoc's own."""

from registry.takeaway.exports.reference import TARGET, make_reference


def test_template_in_the_tree_is_the_one_the_script_makes():
    assert TARGET.read_bytes() == make_reference()
