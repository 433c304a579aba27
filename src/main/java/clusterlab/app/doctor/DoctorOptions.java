package clusterlab.app.doctor;

/**
 * Bounds of an examination.
 *
 * @param mostBytes of unpacked content, from 1 MB; for a WAR it is 20 times its size if that is more. What goes beyond is taken
 *     for an attack
 * @param mostFiles in the application and in its libraries together
 * @param mostCode bytes of own class files that are kept for their code
 */
public record DoctorOptions(long mostBytes, int mostFiles, long mostCode) {
    /** Enough for an application of some hundred megabytes, and it fits into a heap of 256 MB. */
    public static final DoctorOptions DEFAULT = new DoctorOptions(512_000_000, 500_000, 48_000_000);
}
