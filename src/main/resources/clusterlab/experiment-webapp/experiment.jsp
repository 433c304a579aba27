<%@ page language="java" contentType="text/plain; charset=UTF-8" pageEncoding="UTF-8" session="false"
    trimDirectiveWhitespaces="true" %><%--
  What experiments ask of a session and the session counter's own page does not do:
    op=read           the counter, without touching it
    op=id             a new id for the session, as at a login
    op=count          one more, in a short answer; with &length the answer says its Content-Length
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
  // As bytes: only these end an answer as soon as its Content-Length is reached (OutputBuffer.updateBytesWritten).
  response.getOutputStream().write(text.getBytes("US-ASCII"));
%>