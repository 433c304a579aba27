package clusterlab.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether other people can log in to this machine: accounts of people have a shell and a user id from 1000 on (login.defs). */
final class OtherUsers {
    private static final int FIRST_ID = 1000;
    private static final int NOBODY = 65534;

    private OtherUsers() {}

    /** Reads /etc/passwd; false on systems without it. Accounts that only a directory service knows do not count. */
    static boolean exist() {
        try {
            return in(
                    Files.readAllLines(Path.of("/etc/passwd"), StandardCharsets.ISO_8859_1),
                    String.valueOf(System.getProperty("user.name")));
        } catch (IOException noSuchSystem) {
            return false;
        }
    }

    /**
     * Whether there is a person other than this one.
     *
     * @param passwd lines of passwd(5): name, password, user id, group id, comment, home, shell
     */
    static boolean in(List<String> passwd, String self) {
        return passwd.stream()
                .map(line -> line.split(":", -1))
                .anyMatch(account -> account.length == 7
                        && !account[0].equals(self)
                        && isPerson(account[2])
                        && !account[6].endsWith("/nologin")
                        && !account[6].endsWith("/false"));
    }

    private static boolean isPerson(String id) {
        return id.matches("\\d{4,9}") && Integer.parseInt(id) >= FIRST_ID && Integer.parseInt(id) != NOBODY;
    }
}
