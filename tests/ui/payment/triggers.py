"""Every way in which a page can send a customer to a return address. Each gives the URL on which it begins."""

from urllib.parse import quote

from tests.ui.payment.hosts import Company, Reply, Trigger


def _to(company: Company, url: str, status: int = 302) -> str:
    return f"{company.url}/to?status={status}&url={quote(url, safe='')}"


def _page(company: Company, html: str, path: str = "/begin") -> str:
    company.pages[path] = html
    return company.url + path


def _post(action: str, target: str = "_self") -> str:
    return f'<form id=f method=post action="{action}" target="{target}"><input name=card value=1></form><script>f.submit()</script>'


def _redirect(status: int) -> Trigger:
    return lambda company, _issuer, url: _to(company, url, status)


def _script(code: str) -> Trigger:
    return lambda company, _issuer, url: _page(
        company, f"<p>x</p><script>{code.replace('URL', url)}</script>"
    )


def _framed(html: str) -> Trigger:
    """The same inside a frame of another origin, as an issuer's."""

    def set_up(company: Company, issuer: Company, url: str) -> str:
        inner = html.replace("302URL", _to(issuer, url)).replace("URL", url)
        frame = _page(issuer, f"<p>x</p>{inner}", "/frame")
        return _page(
            company, f'<iframe src="{frame}" style="position:fixed;inset:0;width:100%;height:100%"></iframe>'
        )

    return set_up


def _in_popup(html: str) -> Trigger:
    """The same in a window that the page opens, of another origin."""

    def set_up(company: Company, issuer: Company, url: str) -> str:
        inner = html.replace("302URL", _to(issuer, url)).replace("URL", url)
        popup = _page(issuer, f"<p>x</p>{inner}", "/popup")
        return _page(
            company, f"<p>x</p><script>window.open('{popup}', 'card', 'width=400,height=500')</script>"
        )

    return set_up


def _chain(company: Company, issuer: Company, url: str) -> str:
    return _to(company, _to(issuer, _to(company, url), 303), 301)


def _refresh_header(company: Company, _issuer: Company, url: str) -> str:
    company.pages["/begin"] = Reply("<p>x</p>", headers={"Refresh": f"0; url={url}"})
    return company.url + "/begin"


def _post_redirect(status: int) -> Trigger:
    return lambda company, _issuer, url: _page(company, _post(_to(company, url, status)))


def _form_popup(company: Company, issuer: Company, url: str) -> str:
    form = _post(_to(issuer, url), "cardwin")
    return _page(
        company, f"<p>x</p><script>window.open('', 'cardwin', 'width=400,height=500')</script>{form}"
    )


TRIGGERS: dict[str, Trigger] = {
    "301": _redirect(301),
    "302": _redirect(302),
    "303": _redirect(303),
    "307": _redirect(307),
    "308": _redirect(308),
    "a chain of redirects over two hosts": _chain,
    "a form posted, then 302": _post_redirect(302),
    "a form posted, then 303": _post_redirect(303),
    "a form posted, then 307": _post_redirect(307),
    "a form posted there": lambda company, _issuer, url: _page(company, _post(url)),
    "location.href": _script("location.href = 'URL'"),
    "location.replace": _script("location.replace('URL')"),
    "a link": _script(
        "const a = document.createElement('a'); a.href = 'URL'; document.body.append(a); a.click()"
    ),
    "a meta refresh": lambda company, _issuer, url: _page(
        company, f'<meta http-equiv=refresh content="0; url={url}"><p>x</p>'
    ),
    "a Refresh header": _refresh_header,
    "a frame that goes there itself": _framed("<script>location.href = 'URL'</script>"),
    "a frame that is redirected": lambda company, issuer, url: _page(
        company, f'<p>x</p><iframe src="{_to(issuer, url)}"></iframe>'
    ),
    "a frame of that address": lambda company, _issuer, url: _page(
        company, f'<p>x</p><iframe src="{url}"></iframe>'
    ),
    "window.open": _script("window.open('URL')"),
    "window.open without opener": _script("window.open('URL', '_blank', 'noopener')"),
    "a link with target=_blank": _script(
        "const a = document.createElement('a'); a.href = 'URL'; a.target = '_blank'; document.body.append(a); a.click()"
    ),
    "a popup that goes there": _in_popup("<script>location.href = 'URL'</script>"),
    "a popup that is redirected": _in_popup("<script>location.href = '302URL'</script>"),
    "a popup that posts a form, then 302": _in_popup(_post("302URL")),
    "a popup that sends its opener there": _in_popup(
        "<script>opener.location.href = 'URL'; window.close()</script>"
    ),
    "an empty popup filled by a form, then 302": _form_popup,
    "a popup moved by its opener": _script(
        "const w = window.open('about:blank', 'w'); setTimeout(() => { w.location.href = 'URL' }, 30)"
    ),
}

# Chromium lets a frame of another origin move the whole page only after a touch.
TAPPED: dict[str, Trigger] = {
    "top.location from a frame": _framed("<script>onclick = () => { top.location.href = 'URL' }</script>"),
    "a form to _top from a frame, then 302": _framed(
        '<form id=f method=post action="302URL" target=_top></form><script>onclick = () => { f.submit() }</script>'
    ),
    "window.open by a touch": _script("onclick = () => { window.open('URL') }"),
}

SUBRESOURCES: dict[str, str] = {
    "fetch": "fetch('URL', {mode: 'no-cors'}).catch(() => 0)",
    "XMLHttpRequest": "const x = new XMLHttpRequest(); x.open('POST', 'URL'); x.send('a')",
    "an image": "new Image().src = 'URL'",
    "a beacon": "navigator.sendBeacon('URL', 'a')",
    "a style sheet": "const l = document.createElement('link'); l.rel = 'stylesheet'; l.href = 'URL'; document.head.append(l)",
    "a script": "const s = document.createElement('script'); s.src = 'URL'; document.head.append(s)",
    "a prefetch": "const l = document.createElement('link'); l.rel = 'prefetch'; l.href = 'URL'; document.head.append(l)",
    "a fetch that outlives the page": "fetch('URL', {mode: 'no-cors', keepalive: true}).catch(() => 0)",
    "an event source": "new EventSource('URL')",
}
