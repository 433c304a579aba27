package clusterlab.front;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;

/**
 * What the nodes of a front's test serve.
 *
 * <pre>
 * /echo           what arrived, a line each: node=, method=, uri=, query=, remote=, server=, scheme=, activation=, attribute.x=, header.x=
 * /session        makes or finds the session; "node sessionId count"
 * /count          counts the request, and answers its node's name
 * /size           reads the body, answers "bytes crc32"
 * /big?bytes=N    N bytes, without a length
 * /hold           counts the request, then answers after release()
 * /partial        1,000 bytes, flush, the rest after release()
 * /status?code=N  that status
 * /unread         answers without reading the body
 * /headers?n=N    a header of N bytes
 * </pre>
 */
public final class TesterServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    public final AtomicInteger counted = new AtomicInteger();
    public final AtomicInteger served = new AtomicInteger();
    private final String node;
    private transient volatile CountDownLatch held = new CountDownLatch(1);

    public TesterServlet(String node) {
        this.node = node;
    }

    /** Lets go what {@code /hold} and {@code /partial} hold now. */
    public void release() {
        CountDownLatch latch = held;
        held = new CountDownLatch(1);
        latch.countDown();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        // Taken first: a test may release as soon as it sees a sign of the request.
        CountDownLatch latch = held;
        served.incrementAndGet();
        response.setContentType("text/plain");
        response.setHeader(Balancer.NODE_HEADER, "a lie");
        switch (request.getRequestURI().replaceFirst(";.*", "")) {
            case "/session" -> session(request, response);
            case "/count" -> {
                counted.incrementAndGet();
                response.getWriter().print(node);
            }
            case "/size" -> size(request, response);
            case "/big" -> big(Long.parseLong(request.getParameter("bytes")), response.getOutputStream());
            case "/hold" -> {
                counted.incrementAndGet();
                await(latch);
                response.getWriter().print(node);
            }
            case "/partial" -> {
                response.setContentLength(2000);
                big(1000, response.getOutputStream());
                response.flushBuffer();
                await(latch);
                big(1000, response.getOutputStream());
            }
            case "/status" -> response.setStatus(Integer.parseInt(request.getParameter("code")));
            case "/unread" -> response.getWriter().print("unread");
            case "/headers" -> response.setHeader("X-Large", "x".repeat(Integer.parseInt(request.getParameter("n"))));
            default -> echo(request, response);
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new IOException("nobody released it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void session(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AtomicInteger count = (AtomicInteger) request.getSession().getAttribute("count");
        if (count == null) {
            count = new AtomicInteger();
            request.getSession().setAttribute("count", count);
        }
        response.getWriter().print(node + " " + request.getSession().getId() + " " + count.incrementAndGet());
    }

    private static void size(HttpServletRequest request, HttpServletResponse response) throws IOException {
        CRC32 crc = new CRC32();
        byte[] buffer = new byte[8192];
        long total = 0;
        InputStream in = request.getInputStream();
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            crc.update(buffer, 0, n);
            total += n;
        }
        response.getWriter().print(total + " " + crc.getValue());
    }

    private static void big(long bytes, OutputStream out) throws IOException {
        byte[] buffer = new byte[8192];
        for (long left = bytes; left > 0; left -= buffer.length) {
            out.write(buffer, 0, (int) Math.min(left, buffer.length));
        }
    }

    private void echo(HttpServletRequest request, HttpServletResponse response) throws IOException {
        StringBuilder text = new StringBuilder();
        line(text, "node", node);
        line(text, "method", request.getMethod());
        line(text, "uri", request.getRequestURI());
        line(text, "query", request.getQueryString());
        line(text, "remote", request.getRemoteAddr() + " " + request.getRemotePort());
        line(text, "user", request.getRemoteUser());
        line(text, "server", request.getServerName() + " " + request.getServerPort());
        line(text, "scheme", request.getScheme() + " " + request.isSecure());
        line(text, "activation", request.getAttribute("JK_LB_ACTIVATION"));
        for (String name : Collections.list(request.getAttributeNames())) {
            line(text, "attribute." + name, request.getAttribute(name));
        }
        for (String name : Collections.list(request.getHeaderNames())) {
            line(text, "header." + name.toLowerCase(java.util.Locale.ROOT), Collections.list(request.getHeaders(name)));
        }
        response.getWriter().print(text);
    }

    private static void line(StringBuilder text, String name, Object value) {
        text.append(name).append('=').append(value).append('\n');
    }
}
