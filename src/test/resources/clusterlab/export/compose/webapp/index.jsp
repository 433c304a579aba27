<%@ page language="java" contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="false"
    trimDirectiveWhitespaces="true" import="java.util.List, java.util.function.Function" %>
<%
  response.setHeader("Cache-Control", "no-store");

  // The link "New session": delete the session, then show the page again under its plain address.
  if (request.getParameter("new") != null) {
    HttpSession old = request.getSession(false);
    if (old != null) old.invalidate();
    response.sendRedirect(response.encodeRedirectURL("./"));
    return;
  }

  // The whole test. Tomcat replicates only values that are passed to setAttribute, so every request calls it.
  HttpSession session = request.getSession();
  Integer counter = (Integer) session.getAttribute("session_counter");
  counter = counter == null ? 1 : counter + 1;
  session.setAttribute("session_counter", counter);

  // Attributes that cluster-lab sets. A stock Tomcat does not have them: then the session's route names the node.
  String id = session.getId();
  String node = (String) application.getAttribute("clusterlab.node");
  Integer index = (Integer) application.getAttribute("clusterlab.node.index");
  List<String> nodes = (List<String>) application.getAttribute("clusterlab.nodes");
  Function<String, List<String>> holders =
      (Function<String, List<String>>) application.getAttribute("clusterlab.holders");
  if (node == null) node = id.indexOf('.') >= 0 ? id.substring(id.indexOf('.') + 1) : System.getProperty("jvmRoute");
  if (node == null) node = request.getLocalName() + ":" + request.getLocalPort();
  if (index == null) index = numberAtEnd(node) - 1;

  // The lab's language; alone, the browser's.
  String lang = (String) application.getAttribute("clusterlab.lang");
  boolean korean = "ko".equals(lang == null || lang.isEmpty() ? request.getLocale().getLanguage() : lang);
%>
<%!
  /** Colours of the nodes, all for near-black text; colour-blind people can distinguish the first eight too. */
  static final String[] COLOURS = new String[64];
  static {
    String[] first = {"#45A9F5", "#F5A420", "#8EF2C4", "#E86CC0", "#F9F416", "#F45152", "#E3C0F5", "#8C9190"};
    String[] lightness = {".65", ".74", ".83", ".92"};
    for (int i = 0; i < COLOURS.length; i++) {
      COLOURS[i] = i < first.length ? first[i] : "oklch(" + lightness[i % 4] + " .12 " + (i * 109 + 160) % 360 + ")";
    }
  }

  static String colour(int index) {
    return COLOURS[Math.floorMod(index, COLOURS.length)];
  }

  /** WAS2 gives 2; 0 if there is none. */
  static int numberAtEnd(String name) {
    int number = 0;
    for (int i = name.length() - 1, unit = 1; i >= 0 && name.charAt(i) >= '0' && name.charAt(i) <= '9'; i--, unit *= 10) {
      number += unit * (name.charAt(i) - '0');
    }
    return number;
  }

  /** The text with all special characters of HTML escaped. */
  static String html(String text) {
    for (int i = 0; i < text.length(); i++) {
      if ("&<>\"'".indexOf(text.charAt(i)) >= 0) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")
            .replace("'", "&#39;");
      }
    }
    return text;
  }
%>
<!DOCTYPE html>
<html lang="<%= korean ? "ko" : "en" %>">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title><%= counter %> <%= korean ? "–" : "on" %> <%= html(node) %></title>
<link rel="icon" href="data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20viewBox='0%200%209%209'%3E%3Cpath%20fill='%2345A9F5'%20d='M0%200h9v3H0z'/%3E%3Cpath%20fill='%23F5A420'%20d='M0%203h9v3H0z'/%3E%3Cpath%20fill='%238EF2C4'%20d='M0%206h9v3H0z'/%3E%3C/svg%3E">
<style>
  :root { --page: #fff; --text: #111; --faint: #595959 }
  @media (prefers-color-scheme: dark) { :root { --page: #14161a; --text: #f2f2f2; --faint: #a8adb5 } }
  * { box-sizing: border-box; margin: 0 }
  body { display: flex; flex-direction: column; min-height: 100vh; background: var(--page); color: var(--text);
    font-family: system-ui, sans-serif; line-height: 1.2 }
  main { flex: 1; display: flex; flex-direction: column; align-items: center; justify-content: space-evenly;
    gap: 1vh; padding: 2vh 3vw; text-align: center; background: var(--node); color: #111 }
  h1 { font-size: clamp(1.7rem, 5.2vw, 8rem); overflow-wrap: anywhere }
  .counter { font-size: clamp(1.4rem, 3.6vw, 5rem); font-weight: 600 }
  .counter::before { content: attr(data-n) / ""; display: block; font-weight: 800; line-height: 1;
    font-size: min(38vh, 130vw / max(3, var(--digits))); font-variant-numeric: tabular-nums }
  a { display: inline-block; margin: .3em; padding: .4em 1em; border-radius: 2em; background: #111; color: #fff;
    font-size: clamp(1rem, 1.7vw, 2.2rem); text-decoration: none }
  a:hover { background: #333 }
  a:focus-visible { outline: .15em solid #111; outline-offset: .15em }
  footer { padding: 2.5vh 3vw; text-align: center; font-size: clamp(1rem, 2vw, 2.6rem) }
  .id { font-family: ui-monospace, monospace; overflow-wrap: anywhere }
  h2 { margin-top: .7em; font-size: 1em }
  ul { display: flex; flex-wrap: wrap; justify-content: center; gap: .35em; margin: .4em 0; padding: 0; list-style: none }
  li { padding: .15em .8em; border: .1em dashed var(--faint); border-radius: 2em; color: var(--faint) }
  .on { border: .1em solid #1116; background: var(--node); color: #111; font-weight: 600 }
  .on::before { content: "\2713\A0" }
  .many { gap: .25em; font-size: max(.75rem, .5em) }
  .many li { padding: 0 .5em }
  small { color: var(--faint); font-size: max(.9rem, .75em); font-weight: 400 }
</style>
</head>
<body style="--node: <%= colour(index) %>">
<main>
  <h1>Session Clustering Test <%= html(node) %></h1>
  <p class="counter" data-n="<%= counter %>" style="--digits: <%= counter.toString().length() %>">Session Counter = <%= counter %></p>
  <nav><a href="./" autofocus><%= korean ? "새로 고침" : "Reload" %></a><a href="?new"><%= korean ? "새 세션" : "New session" %></a></nav>
</main>
<footer>
  <p class="id">Current Session ID : <%= html(id) %></p>
<% if (nodes != null && holders != null) { List<String> known = holders.apply(id); %>
<% if (korean) { %>
  <h2>node <%= nodes.size() %>개 중 <%= known.size() %>개가 이 세션을 알고 있습니다
    <small>Tomcat이 이 페이지를 만든 시점 기준, 카운터 복제 전</small></h2>
<% } else { %>
  <h2>Known on <%= known.size() %> of <%= nodes.size() %> nodes
    <small>when Tomcat wrote this page, before it replicated the counter</small></h2>
<% } %>
  <ul<% if (nodes.size() > 12) { %> class="many"<% } %>>
<% for (int i = 0; i < nodes.size(); i++) { boolean on = known.contains(nodes.get(i)); %>
<li<% if (on) { %> class="on" style="--node: <%= colour(i) %>"<% } %>><%= html(nodes.get(i)) %></li>
<% } %>
  </ul>
<% } %>
</footer>
</body>
</html>
