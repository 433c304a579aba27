<%@ page language="java" contentType="text/plain; charset=UTF-8" pageEncoding="UTF-8" session="false"
    import="java.util.*,java.util.regex.Pattern" trimDirectiveWhitespaces="true" %><%--
  The requests of experiments:
    op=add&e=N        POST: counts one up, and adds the element N as an attribute of its own, which no later request
                      writes again; with &length the response has a Content-Length
    op=read           the counter and all elements in the order in which they were added, without changing them
    op=id             a new id for the session, as after a login
  The attribute of an element holds what the counter was when it was added; were it added twice, both, with a comma.
--%><%! private static final Pattern ELEMENT = Pattern.compile("e[0-9]{1,9}"); %><%
  response.setHeader("Cache-Control", "no-store");
  String op = request.getParameter("op");
  boolean adds = "add".equals(op);
  String element = request.getParameter("e");
  if (adds && (!"POST".equals(request.getMethod()) || element == null || !ELEMENT.matcher("e" + element).matches())) {
    response.sendError(400);
    return;
  }
  HttpSession session = request.getSession(adds);
  // The sessions of a long experiment are read at its end: none may expire before, but some day all do.
  if (adds && session.isNew()) session.setMaxInactiveInterval(7200);
  if ("id".equals(op) && session != null) request.changeSessionId();

  Integer counter = session == null ? null : (Integer) session.getAttribute("session_counter");
  if (adds) {
    counter = counter == null ? 1 : counter + 1;
    session.setAttribute("session_counter", counter);
    Object earlier = session.getAttribute("e" + element);
    session.setAttribute("e" + element, earlier == null ? counter.toString() : earlier + "," + counter);
  }
  List<int[]> elements = new ArrayList<>();
  if (session != null) {
    for (Enumeration<String> names = session.getAttributeNames(); names.hasMoreElements();) {
      String name = names.nextElement();
      Object value = ELEMENT.matcher(name).matches() ? session.getAttribute(name) : null;
      if (value != null) {
        for (String at : value.toString().split(",")) {
          elements.add(new int[] {Integer.parseInt(at), Integer.parseInt(name.substring(1))});
        }
      }
    }
  }
  StringBuilder text = new StringBuilder("Session Counter = ").append(counter == null ? -1 : counter);
  text.append("\nElements = ").append(elements.size());
  if ("read".equals(op)) {
    elements.sort(Comparator.<int[]>comparingInt(e -> e[0]).thenComparingInt(e -> e[1]));
    text.append(':');
    for (int[] each : elements) text.append(' ').append(each[1]);
  }
  if (request.getParameter("length") != null) response.setContentLength(text.length());
  // As bytes: only then does a response end as soon as its Content-Length is reached (OutputBuffer.updateBytesWritten).
  response.getOutputStream().write(text.toString().getBytes("US-ASCII"));
%>