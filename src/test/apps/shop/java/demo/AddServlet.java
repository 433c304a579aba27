package demo;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;

/** Puts an item into the basket. */
@WebServlet("/add")
public class AddServlet extends ShopServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpSession session = checked(request, response);
        if (session != null) {
            String item = request.getParameter("item");
            Store.add(session, new Item(item, item.length()));
            redirect(request, response, "/basket");
        }
    }
}
