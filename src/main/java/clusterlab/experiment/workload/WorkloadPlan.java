package clusterlab.experiment.workload;

import clusterlab.experiment.history.Operation.Kind;
import clusterlab.experiment.workload.PlannedRequest.Target;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;

/**
 * The requests of each client in order: the same for the same seed. Pure; each call of {@link #of} begins anew, and a
 * client's order does not depend on other clients or on time.
 *
 * @param seed any number
 * @param clients 1 or more
 * @param requestsPerClient how many each sends, or 0 for no end: the runner stops it then
 * @param perSecond requests a second of all clients together, or 0 for as fast as they can
 * @param sessionLength about how many requests a session has, from half to one and a half of it; 0 for one session a
 *     client. {@link Mode#NEW_SESSIONS} has its own length.
 * @param mode the pattern
 * @param width {@link Mode#PARALLEL}: how many requests of one session are sent at once, 2 or more
 */
public record WorkloadPlan(
        long seed, int clients, long requestsPerClient, double perSecond, int sessionLength, Mode mode, int width) {

    /** The pattern of requests. */
    public enum Mode {
        /** One after the other through the front: increments, now and then a read. */
        SEQUENTIAL,
        /** Several increments of one session at once. */
        PARALLEL,
        /** An increment, then a read on another node at once. */
        ROAMING,
        /** Many new sessions that set their attribute in the first request. */
        NEW_SESSIONS,
        /** As sequential, with changes of the id, each followed by a replay of the old one. */
        ID_CHANGE
    }

    /**
     * Refuses what can't be a plan.
     *
     * @throws IllegalArgumentException with a sentence that says what to do
     */
    public WorkloadPlan {
        if (clients < 1 || requestsPerClient < 0 || perSecond < 0 || sessionLength < 0) {
            throw new IllegalArgumentException("a workload needs 1 client or more, and no negative number");
        }
        if (mode == Mode.PARALLEL && width < 2) {
            throw new IllegalArgumentException("parallel requests need a width of 2 or more");
        }
    }

    /** A plan without an end, one session for each client, as fast as it goes. */
    public static WorkloadPlan of(long seed, int clients, Mode mode) {
        return new WorkloadPlan(seed, clients, 0, 0, 0, mode, 4);
    }

    /** For each client, how many of its requests are due up to this moment; empty without a rate. */
    public List<Long> due(long until) {
        List<Long> due = new ArrayList<>();
        for (int client = 0; perSecond > 0 && client < clients; client++) {
            long count = 0;
            for (Iterator<PlannedRequest> plan = of(client);
                    plan.hasNext() && plan.next().due() <= until; ) {
                count++;
            }
            due.add(count);
        }
        return due;
    }

    /** The requests of this client, from 0, in order. */
    public Iterator<PlannedRequest> of(int client) {
        return new Sequence(client);
    }

    private final class Sequence implements Iterator<PlannedRequest> {
        private final int client;
        private final SplittableRandom random;
        private final Deque<PlannedRequest> ready = new ArrayDeque<>();
        private final long interval;
        private final long offset;
        private long number;
        private long step;
        private int sessions;
        private int session;
        private long left;

        Sequence(int client) {
            this.client = client;
            // Golden ratio, as SplittableRandom itself does it, so that neighbouring clients have nothing in common.
            random = new SplittableRandom(seed ^ (client + 1) * 0x9e3779b97f4a7c15L);
            interval = perSecond == 0 ? 0 : Math.round(clients * 1e9 / perSecond);
            // Clients don't march in step.
            offset = interval == 0 ? 0 : random.nextLong(interval);
        }

        @Override
        public boolean hasNext() {
            return requestsPerClient == 0 || number < requestsPerClient || !ready.isEmpty();
        }

        @Override
        public PlannedRequest next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the plan of client " + client + " is done");
            }
            if (ready.isEmpty()) {
                plan();
            }
            return ready.remove();
        }

        private void plan() {
            if (left <= 0) {
                session = client + clients * sessions++;
                left = mode == Mode.NEW_SESSIONS
                        ? 1
                        : sessionLength == 0
                                ? Long.MAX_VALUE
                                : Math.max(2, sessionLength / 2 + random.nextInt(sessionLength + 1));
                add(Kind.CREATE, Target.FRONT);
                step++;
                left--;
                return;
            }
            int chance = random.nextInt(100);
            switch (mode) {
                case SEQUENTIAL -> add(chance < 10 ? Kind.READ : Kind.INCREMENT, Target.FRONT);
                case PARALLEL -> {
                    for (int i = 0; i < width; i++) {
                        add(Kind.INCREMENT, Target.FRONT);
                    }
                }
                case ROAMING -> {
                    add(Kind.INCREMENT, Target.FRONT);
                    step++;
                    add(Kind.READ, Target.ANOTHER_NODE);
                }
                case NEW_SESSIONS -> throw new IllegalStateException("each session has one request");
                case ID_CHANGE -> {
                    if (chance < 15) {
                        add(Kind.CHANGE_ID, Target.FRONT);
                        step++;
                        // A sticky front asks the node that changed it; the others may still know it.
                        add(Kind.REPLAY_OLD_ID, Target.FRONT);
                        step++;
                        add(Kind.REPLAY_OLD_ID, Target.ANOTHER_NODE);
                    } else {
                        add(chance < 25 ? Kind.READ : Kind.INCREMENT, Target.FRONT);
                    }
                }
            }
            step++;
            left -= ready.size();
        }

        private void add(Kind kind, Target target) {
            // Within the bound: the last step may be cut short.
            if (requestsPerClient > 0 && number >= requestsPerClient) {
                return;
            }
            long due = interval == 0 ? PlannedRequest.AT_ONCE : offset + number * interval;
            ready.add(new PlannedRequest(
                    client + clients * number,
                    client,
                    session,
                    kind,
                    target,
                    random.nextInt(Integer.MAX_VALUE),
                    step,
                    due));
            number++;
        }
    }
}
