package demo;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.UUID;

/** What all pages share: the token in each form, and the frame of the page. */
abstract class ShopServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    /** The session's token, which each form carries back. */
    static String token(HttpSession session) {
        String token = (String) session.getAttribute("csrf");
        if (token == null) {
            token = UUID.randomUUID().toString();
            session.setAttribute("csrf", token);
        }
        return token;
    }

    /** The session, or null after an answer 403: the form is not one of this session. */
    static HttpSession checked(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpSession session = request.getSession(false);
        Object token = session == null ? null : session.getAttribute("csrf");
        if (token == null || !token.equals(request.getParameter("csrf"))) {
            response.sendError(403, "This form is not one of your session.");
            return null;
        }
        return session;
    }

    static void redirect(HttpServletRequest request, HttpServletResponse response, String path) throws IOException {
        response.sendRedirect(request.getContextPath() + path);
    }

    static void page(HttpServletResponse response, String title, String heading, String body) throws IOException {
        response.setContentType("text/html;charset=UTF-8");
        response.getWriter()
                .write("<!DOCTYPE html>\n<html lang=\"en\"><head><title>" + title + "</title></head><body>\n<h1>" + heading
                        + "</h1>\n" + body + "</body></html>\n");
    }

    static String form(HttpServletRequest request, HttpSession session, String action, String fields) {
        return "<form method=\"post\" action=\"" + request.getContextPath() + action
                + "\"><input type=\"hidden\" name=\"csrf\" value=\"" + token(session) + "\">" + fields + "</form>\n";
    }

    static String addForm(HttpServletRequest request, HttpSession session) {
        return form(
                request,
                session,
                "/add",
                "<select name=\"item\"><option>tea</option><option>cup</option><option>pot</option></select>"
                        + "<button>Put into the basket</button>");
    }

    static String text(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
