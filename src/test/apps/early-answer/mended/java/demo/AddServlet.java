package demo;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;

/** The session has the item before the browser has the answer. */
@WebServlet("/add")
public class AddServlet extends ShopServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpSession session = checked(request, response);
        if (session != null) {
            String item = request.getParameter("item");
            response.setStatus(303);
            response.setHeader("Location", request.getContextPath() + "/basket");
            Cart cart = (Cart) session.getAttribute("cart");
            cart.add(new Item(item, item.length()));
            session.setAttribute("cart", cart);
            response.flushBuffer();
        }
    }
}
