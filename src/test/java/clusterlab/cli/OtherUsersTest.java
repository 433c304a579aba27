package clusterlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OtherUsersTest {
    private static final List<String> SYSTEM = List.of(
            "root:x:0:0:root:/root:/bin/bash",
            "www-data:x:33:33::/var/www:/usr/sbin/nologin",
            "nobody:x:65534:65534:nobody:/nonexistent:/bin/sh",
            "service:x:1001:1001::/srv:/bin/false",
            "not a line");

    @Test
    void accountsOfTheSystemAreNoPeople() {
        assertThat(OtherUsers.in(SYSTEM, "root")).isFalse();
        assertThat(OtherUsers.in(List.of("ann:x:1000:1000::/home/ann:/bin/bash"), "ann"))
                .isFalse();
    }

    @Test
    void anotherAccountWithAShellIsAPerson() {
        assertThat(OtherUsers.in(List.of("ann:x:1000:1000::/home/ann:/bin/bash"), "ben"))
                .isTrue();
    }
}
