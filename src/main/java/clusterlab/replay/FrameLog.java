package clusterlab.replay;

import clusterlab.replay.ReplayData.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;

/** The frames of a recording. What does not change costs two frames, whatever it lasts. */
final class FrameLog {
    private static final int MOST_FRAMES = 1_500;

    private List<Frame> frames = new ArrayList<>();
    private long looked;
    private boolean rests;

    /** Those that are kept, oldest first. */
    List<Frame> frames() {
        return frames;
    }

    /** When it was looked last, in milliseconds since the epoch; 0 before. */
    long looked() {
        return looked;
    }

    /**
     * Adds what was seen, if something changed. Of a quiet time it keeps a frame soon after its begin and one at its end: a rate is drawn
     * from frame to frame, and would fall or rise through all of that time.
     *
     * @param now milliseconds since the epoch, later than before
     * @param requests of each node until now
     * @param marks around them frames are thinned least
     */
    void add(long now, List<Long> requests, Map<String, Object> state, NavigableSet<Long> marks) {
        Frame before = frames.isEmpty() ? null : frames.get(frames.size() - 1);
        Map<String, Object> shared = shared(before, state);
        if (before != null && shared == before.state() && requests.equals(before.requests())) {
            if (!rests && now - before.millis() >= ReplayPage.RATE_MILLIS) {
                frames.add(new Frame(now, requests, shared));
                rests = true;
            }
        } else {
            if (before != null && rests && looked > before.millis()) {
                frames.add(new Frame(looked, before.requests(), before.state()));
            }
            rests = false;
            frames.add(new Frame(now, requests, shared));
        }
        looked = now;
        if (frames.size() > MOST_FRAMES) {
            frames = Thinning.thin(frames, marks);
        }
    }

    @SuppressWarnings("unchecked") // Shared parts of maps are maps of the same kind.
    private static Map<String, Object> shared(@Nullable Frame before, Map<String, Object> state) {
        return before == null ? state : (Map<String, Object>) MergePatch.shared(before.state(), state);
    }
}
