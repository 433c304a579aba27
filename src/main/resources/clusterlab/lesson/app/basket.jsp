<%@ page language="java" contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" import="java.util.ArrayList, java.util.List"
%><%
  response.setHeader("Cache-Control", "no-store");
  List<String> basket = (List<String>) session.getAttribute("basket");
  if (basket == null) {
    basket = new ArrayList<>();
    session.setAttribute("basket", basket);
  }
  String add = request.getParameter("add");
  if (add != null) {
    basket.add("tea");                            // the mistake: the list in the session is changed in place …
  }
  if ("well".equals(add)) {
    session.setAttribute("basket", basket);       // … and this line, which tells Tomcat, is the remedy
  }
  if (add != null) {
    // A reload of the page must not add once more.
    response.setStatus(303);
    response.setHeader("Location", response.encodeRedirectURL("./"));
    return;
  }
  String node = (String) application.getAttribute("clusterlab.node");
%><!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Basket: <%= basket.size() %></title>
<style>
  body { font: 2rem system-ui, sans-serif; text-align: center; margin: 10vh 5vw }
  b { display: block; font-size: 30vh; line-height: 1 }
  a { display: inline-block; margin: .4em; padding: .4em 1em; border-radius: 2em; background: #1456d6; color: #fff; text-decoration: none }
</style>
</head>
<body>
<p>Basket on <%= node %></p>
<b><%= basket.size() %></b>
<p><a href="?add=in-place">Add (in place)</a> <a href="?add=well">Add and setAttribute</a> <a href="./">Reload</a></p>
</body>
</html>
