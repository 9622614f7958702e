"""Every page that the portal answers with, looked at in all languages: by axe, by the Nu checker, for its words."""
