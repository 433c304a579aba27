package clusterlab.front.httpd;

import clusterlab.export.HttpdFiles;
import clusterlab.front.program.FrontControl;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Uses the page of httpd that shows and changes the workers. */
abstract sealed class HttpdControl implements FrontControl permits JkControl, ProxyControl {

    private static final int TIMEOUT_MILLIS = 5000;

    private final String url;
    private final String token;

    HttpdControl(Topology topology) {
        url = "http://" + Topology.LOOPBACK + ":" + topology.frontPort() + HttpdFiles.controlPath(topology);
        token = HttpdFiles.controlToken(topology);
    }

    final String get(String query) throws IOException {
        return exchange(url + "?" + query, null);
    }

    final String post(String form) throws IOException {
        return exchange(url, form);
    }

    static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private String exchange(String address, @Nullable String form) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(address).toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setInstanceFollowRedirects(false);
        // A kept connection would belong to a process that a graceful restart soon replaces.
        connection.setRequestProperty("Connection", "close");
        connection.setRequestProperty(HttpdFiles.TOKEN_HEADER, token);
        // balancer-manager ignores parameters from another page than its own (safe_referer).
        connection.setRequestProperty("Referer", url);
        try {
            if (form != null) {
                connection.setRequestMethod("POST");
                connection.setDoOutput(true);
                try (OutputStream body = connection.getOutputStream()) {
                    body.write(form.getBytes(StandardCharsets.US_ASCII));
                }
            }
            int status = connection.getResponseCode();
            if (status != 200) {
                throw new IOException("httpd's control page answered " + status + ".");
            }
            try (InputStream body = connection.getInputStream()) {
                return new String(body.readAllBytes(), StandardCharsets.UTF_8);
            }
        } finally {
            connection.disconnect();
        }
    }
}
