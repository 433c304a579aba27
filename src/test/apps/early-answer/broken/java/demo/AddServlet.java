package demo;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;

/** Planted: the browser has the answer before the session has the item. */
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
            response.setContentLength(0);
            response.flushBuffer();
            Cart cart = (Cart) session.getAttribute("cart");
            cart.add(new Item(item, item.length()));
            session.setAttribute("cart", cart);
        }
    }
}
