<%@ page contentType="text/html;charset=UTF-8" %>
x
