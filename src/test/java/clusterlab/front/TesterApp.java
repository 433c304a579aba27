package clusterlab.front;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the tested nodes serve. All answer {@code node method uri …}.
 *
 * <ul>
 *   <li>{@code /count}: the same with a session and its counter; a map of all nodes stands for replication
 *   <li>{@code /die}: the first node that takes it is killed before it answers
 *   <li>{@code /large}: 100,000 bytes
 *   <li>{@code /gone}: a 404 of the application's own
 * </ul>
 */
final class TesterApp extends HttpServlet {
    private static final long serialVersionUID = 1L;

    public static final Map<String, AtomicInteger> COUNTERS = new ConcurrentHashMap<>();
    public static final List<String> DELIVERIES = new CopyOnWriteArrayList<>();

    private final String node;
    private final boolean named;
    private final transient Runnable death;

    public TesterApp(String node, boolean named, Runnable death) {
        this.named = named;
        this.node = node;
        this.death = death;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        DELIVERIES.add(node + " " + request.getMethod() + " " + request.getPathInfo());
        if (named) {
            response.setHeader(Balancer.NODE_HEADER, node);
        }
        response.setContentType("text/plain");
        String answer = node + " " + request.getMethod() + " " + request.getRequestURI();
        switch (String.valueOf(request.getPathInfo())) {
            case "/count" -> answer = node + " " + count(request) + " " + id(request);
            case "/die" -> {
                if (DELIVERIES.stream().filter(line -> line.endsWith(" /die")).count() == 1) {
                    death.run();
                }
            }
            case "/large" -> answer = "x".repeat(100_000);
            case "/gone" -> response.setStatus(404);
            default -> {}
        }
        response.getWriter().print(answer);
    }

    private static int count(HttpServletRequest request) {
        String base = id(request).replaceFirst("\\..*", "");
        return COUNTERS.computeIfAbsent(base, any -> new AtomicInteger()).incrementAndGet();
    }

    private static String id(HttpServletRequest request) {
        String asked = request.getRequestedSessionId();
        return asked == null ? request.getSession().getId() : asked;
    }
}
