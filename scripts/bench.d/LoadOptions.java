/**
 * The options of the benches that use wrk.
 *
 * @param runs number of measurements of each way
 * @param seconds length of each measurement
 * @param warmUp seconds of load on each way beforehand
 */
record LoadOptions(int runs, int seconds, int warmUp) {

    /** Reads them. Ends the JVM with 64 if they are invalid, with 69 if there is no wrk. */
    static LoadOptions of(String bench, String[] args) throws InterruptedException {
        int runs = 5;
        int seconds = 5;
        int warmUp = 15;
        for (int i = 0; i < args.length; i += 2) {
            String value = i + 1 < args.length ? args[i + 1] : "";
            if (!value.matches("[1-9]\\d{0,3}")) {
                refuse(bench, 64, "the options are --runs N, --seconds N, --warm-up N, each 1 or more");
            }
            switch (args[i]) {
                case "--runs" -> runs = Integer.parseInt(value);
                case "--seconds" -> seconds = Integer.parseInt(value);
                case "--warm-up" -> warmUp = Integer.parseInt(value);
                default -> refuse(bench, 64, "unknown option " + args[i] + "; there are --runs, --seconds, --warm-up");
            }
        }
        if (!Wrk.isInstalled()) {
            refuse(bench, 69, "needs wrk: apt install wrk | brew install wrk");
        }
        return new LoadOptions(runs, seconds, warmUp);
    }

    private static void refuse(String bench, int code, String why) {
        System.err.println("bench " + bench + ": " + why);
        System.exit(code);
    }
}
