package clusterlab.app.journey;

import clusterlab.app.journey.Walker.Seen;
import clusterlab.http.HttpReply;
import clusterlab.http.HttpReply.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Facts of answers to a client that keeps its session. */
final class TesterFacts {
    static final String ID = "0123456789ABCDEF0123456789ABCDEF";

    private TesterFacts() {}

    static Facts of(Answer answer, String before, String after) {
        Step step = new Step(1, "GET", "/", List.of(), Optional.empty(), answer);
        return Facts.of(
                new Seen(
                        step,
                        answer,
                        Optional.empty(),
                        Optional.of(before).filter(id -> !id.isEmpty()),
                        Optional.of(after)),
                List.of("node1", "node2"),
                "http://127.0.0.1:8080");
    }

    static Facts typed(String type, String body, Header... headers) {
        List<Header> all = new ArrayList<>(List.of(headers));
        all.add(new Header("Content-Type", type));
        return of(Answer.of(200, all, body), ID + ".node1", ID + ".node1");
    }

    static Facts html(String body, Header... headers) {
        return typed("text/html", "<title>Shop</title>" + body, headers);
    }

    static Facts json(String body) {
        return typed("application/json", body);
    }

    /** Of a body of these bytes. */
    static Facts bytes(String type, byte[] body) {
        Answer answer = Answer.of(new HttpReply(
                200, List.of(new Header("Content-Type", type)), new String(body, StandardCharsets.ISO_8859_1)));
        return of(answer, ID + ".node1", ID + ".node1");
    }
}
