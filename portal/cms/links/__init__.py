"""The links in what the portal publishes, and which of them fail. No other host is asked: that a page elsewhere is gone
stays for people to notice."""
