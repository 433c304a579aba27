package demo;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.ArrayList;

/** Planted: the list of pages seen grows with each request and never shrinks. */
@WebFilter("/*")
public class SeenFilter extends HttpFilter {
    private static final long serialVersionUID = 1;

    @Override
    @SuppressWarnings("unchecked")
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpSession session = request.getSession(false);
        if (session != null) {
            ArrayList<String> seen = (ArrayList<String>) session.getAttribute("seen");
            if (seen == null) {
                seen = new ArrayList<>();
            }
            seen.add(request.getRequestURI() + "?" + "x".repeat(1000));
            session.setAttribute("seen", seen);
        }
        chain.doFilter(request, response);
    }
}
