package clusterlab.app.journey;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses as browsers read them. */
class TargetTest {
    private static final String ORIGIN = "http://127.0.0.1:8080";

    @ParameterizedTest
    @CsvSource({
        "/shop/a?x=1, b, /shop/b",
        "/shop/a?x=1, ?y=2, /shop/a?y=2",
        "/shop/a?x=1, '', /shop/a?x=1",
        "/shop/a?x=1, #top, /shop/a?x=1",
        "/shop/a/b, ../c/./d, /shop/c/d",
        "/shop/a/b, ../../../../c, /c",
        "/shop/a, ./, /shop/",
        "/shop/a, ., /shop/",
        "/shop/a, /x;jsessionid=AB.node1?y, /x?y",
        "/shop/a, http://127.0.0.1:8080/z, /z",
        "/shop/a, HTTP://127.0.0.1:8080, /",
        "/shop/a, 'a b', /shop/a%20b"
    })
    void leadsTo(String from, String address, String target) {
        assertThat(Target.resolve(ORIGIN, from, address)).contains(target);
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:80801/",
        "http://127.0.0.1:8080.evil.example/",
        "http://127.0.0.1:8080@evil.example/",
        "//evil.example/x",
        "https://127.0.0.1:8080/",
        "javascript:alert(1)",
        "mailto:a@b.example",
        "file:///etc/passwd"
    })
    void leadsElsewhere(String address) {
        assertThat(Target.resolve(ORIGIN, "/shop/a", address)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/order/17/pay?nr=4, /order/#/pay?nr=#",
        "/c/4f1d2c3b-aaaa-4bbb-8ccc-0123456789ab, /c/*",
        "/basket, /basket"
    })
    void hasAShape(String target, String shape) {
        assertThat(Target.shape(target)).isEqualTo(shape);
    }
}
