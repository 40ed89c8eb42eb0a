"""What a browser is shown: the public page, and what every page of ours stands on.

For all pages     answer, files, templates, templates/base.html, static/base.css
The public page   public, content, places, weave, the other templates, static/public.css
"""
