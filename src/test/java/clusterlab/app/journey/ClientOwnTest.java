package clusterlab.app.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each client has of its own: cookies and a login. */
class ClientOwnTest {
    private final CookieJar jar = new CookieJar();

    @Test
    void cookiesAreSentToTheirPath() {
        jar.set("a=1; Path=/shop; HttpOnly; Secure", "/shop/x");
        jar.set("b=2", "/shop/admin/x");
        assertThat(jar.header("/shop/x")).contains("a=1");
        assertThat(jar.header("/shop/admin/y?z")).contains("b=2; a=1");
        assertThat(jar.header("/shopping")).isEmpty();
    }

    @Test
    void cookiesEnd() {
        jar.set("a=1; Path=/", "/");
        jar.set("b=1; Path=/", "/");
        jar.set("a=; Max-Age=0; Path=/", "/x");
        jar.set("b=; Expires=Thu, 01-Jan-1970 00:00:10 GMT; Path=/", "/x");
        assertThat(jar.header("/")).isEmpty();
    }

    @Test
    void sessionIsTheCookieThatNamesANode() {
        jar.set("ROUTEID=.node1; Path=/", "/");
        jar.set("SID=0123456789.node1; Path=/", "/");
        assertThat(jar.session(List.of("node1", "node2"))).contains("0123456789.node1");
    }

    @Test
    void loginsMayHaveQuotes() throws Exception {
        Logins logins = Logins.of("\uFEFFuser,pass\r\nann,\"a,\"\"b\"\"\nc\"\r\nbob,\r\n");
        assertThat(logins.of(0)).containsEntry("user", "ann").containsEntry("pass", "a,\"b\"\nc");
        assertThat(logins.of(3)).containsEntry("user", "bob").containsEntry("pass", "");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            textBlock =
                    """
            user            | it needs a line
            `user,user\nx,y`| its first line
            `user,pass\nx`  | line 2 has 1 values
            `user\n"x`      | a quote is not closed
            """)
    void badLoginsAreRefused(String csv, String sentence) {
        assertThatExceptionOfType(HarException.class)
                .isThrownBy(() -> Logins.of(csv.replace("\\n", "\n")))
                .withMessageStartingWith(sentence);
    }
}
