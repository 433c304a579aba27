package demo;

import java.io.Serializable;
import org.springframework.stereotype.Component;
import org.springframework.web.context.annotation.SessionScope;

/** Who the customer is. Spring sets a bean of the session's scope again after each request, so a change in place is kept. */
@Component
@SessionScope
public class Visit implements Serializable {
    private static final long serialVersionUID = 1;

    private String user;

    public void login(String name) {
        user = name;
    }

    public String user() {
        return user;
    }
}
