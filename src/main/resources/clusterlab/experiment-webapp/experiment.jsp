<%@ page language="java" contentType="text/plain; charset=UTF-8" pageEncoding="UTF-8" session="false"
    trimDirectiveWhitespaces="true" %><%--
  Requests of experiments that the session counter's own page does not serve:
    op=read           the counter, without changing it
    op=id             a new id for the session, as after a login
    op=count          increments the counter, with a short response; with &length the response has a Content-Length
--%><%
  response.setHeader("Cache-Control", "no-store");
  String op = request.getParameter("op");
  boolean counts = "count".equals(op);
  HttpSession session = request.getSession(counts);
  if ("id".equals(op) && session != null) request.changeSessionId();

  Integer counter = session == null ? null : (Integer) session.getAttribute("session_counter");
  if (counts) {
    counter = counter == null ? 1 : counter + 1;
    session.setAttribute("session_counter", counter);
  }
  String text = "Session Counter = " + (counter == null ? -1 : counter);
  if (request.getParameter("length") != null) response.setContentLength(text.length());
  // As bytes: only then does a response end as soon as its Content-Length is reached (OutputBuffer.updateBytesWritten).
  response.getOutputStream().write(text.getBytes("US-ASCII"));
%>