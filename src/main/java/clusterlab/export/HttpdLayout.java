package clusterlab.export;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a distribution keeps httpd 2.4.
 *
 * @param name shown to the user
 * @param programs absolute paths of the server's program, the usual one first
 * @param modules absolute paths of the folder with {@code mod_*.so}, the usual one first
 * @param install the command that gets httpd and, where there is a package, mod_jk
 * @param include how to include a fragment in the existing httpd
 */
public record HttpdLayout(
        String name, List<String> programs, List<String> modules, String install, List<String> include) {

    /** Debian, Ubuntu and similar distributions. */
    public static final HttpdLayout DEBIAN = new HttpdLayout(
            "Debian, Ubuntu",
            List.of("/usr/sbin/apache2"),
            List.of("/usr/lib/apache2/modules"),
            "apt install apache2 libapache2-mod-jk",
            List.of(
                    "a2enmod headers, and jk, or proxy_ajp proxy_balancer lbmethod_byrequests",
                    "for mod_jk put # before the lines of mods-available/jk.conf: JkWorkersFile is allowed once",
                    "ln -s \"FRAGMENT\" /etc/apache2/conf-available/cluster-lab.conf",
                    "a2enconf cluster-lab && apachectl configtest && systemctl reload apache2"));

    /** RHEL, CentOS, Fedora; the user has to build mod_jk there. */
    public static final HttpdLayout RHEL = new HttpdLayout(
            "RHEL, CentOS, Fedora",
            List.of("/usr/sbin/httpd"),
            List.of("/usr/lib64/httpd/modules", "/usr/lib/httpd/modules"),
            "dnf install httpd",
            List.of(
                    "mod_jk: dnf install httpd-devel, build tomcat-connectors with --with-apxs, and put",
                    "LoadModule jk_module modules/mod_jk.so in /etc/httpd/conf.modules.d/10-jk.conf",
                    "ln -s \"FRAGMENT\" /etc/httpd/conf.d/cluster-lab.conf",
                    "setsebool -P httpd_can_network_connect 1, so that SELinux lets httpd connect to the nodes",
                    "apachectl configtest && systemctl reload httpd"));

    /** The httpd of macOS; the user has to build mod_jk there. */
    public static final HttpdLayout MACOS = new HttpdLayout(
            "macOS",
            List.of("/usr/sbin/httpd"),
            List.of("/usr/libexec/apache2"),
            "nothing: macOS has httpd",
            List.of(
                    "put Include \"FRAGMENT\" at the end of /etc/apache2/httpd.conf, below LoadModule lines for",
                    "headers, and for jk (built with apxs) or proxy, proxy_ajp, proxy_balancer, slotmem_shm",
                    "sudo apachectl configtest && sudo apachectl graceful"));

    /** Homebrew on Apple's and Intel's processors and on Linux. */
    public static final HttpdLayout HOMEBREW = new HttpdLayout(
            "Homebrew",
            List.of("/opt/homebrew/bin/httpd", "/usr/local/bin/httpd", "/home/linuxbrew/.linuxbrew/bin/httpd"),
            List.of(
                    "/opt/homebrew/lib/httpd/modules",
                    "/usr/local/lib/httpd/modules",
                    "/home/linuxbrew/.linuxbrew/lib/httpd/modules"),
            "brew install httpd",
            List.of(
                    "put Include \"FRAGMENT\" at the end of $(brew --prefix)/etc/httpd/httpd.conf",
                    "apachectl configtest && brew services restart httpd"));

    /** All layouts, in the order of the search. */
    public static final List<HttpdLayout> ALL = List.of(DEBIAN, RHEL, HOMEBREW, MACOS);

    /** The first layout with an installed program on this machine; Debian's if there is none. */
    public static HttpdLayout ofThisMachine() {
        return ALL.stream()
                .filter(layout -> layout.programs().stream().anyMatch(program -> Files.exists(Path.of(program))))
                .findFirst()
                .orElse(DEBIAN);
    }

    /** Copies the lists. */
    public HttpdLayout {
        programs = List.copyOf(programs);
        modules = List.copyOf(modules);
        include = List.copyOf(include);
    }
}
