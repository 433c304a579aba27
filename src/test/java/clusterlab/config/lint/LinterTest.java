package clusterlab.config.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.config.UnreadableConfigException;
import clusterlab.diagnosis.Severity;
import clusterlab.spec.TomcatVersion;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinterTest {
    private static final Path SOUND = Path.of("src/test/resources/lint");
    private static final Path IMPORTED = Path.of("src/test/resources/cluster-xml");
    private static final String INTERCEPTORS = "org.apache.catalina.tribes.group.interceptors.";

    @TempDir
    Path folder;

    /**
     * A sound file with one mistake.
     *
     * @param rule that has to find it
     * @param file of the sound one
     * @param from what it has
     * @param to what it gets instead
     * @param line text of the line where the finding is, in the broken file; of several such lines the first
     * @param tomcat version, or empty
     */
    private record Mistake(
            String rule, Severity severity, String file, String from, String to, String line, String tomcat) {
        @Override
        public String toString() {
            return rule + ": " + (to.isBlank() ? "without " + from.strip() : to.strip());
        }
    }

    private static Mistake loss(String rule, String file, String from, String to, String line) {
        return new Mistake(rule, Severity.LOSS, file, from, to, line, "");
    }

    private static Mistake risk(String rule, String file, String from, String to, String line) {
        return new Mistake(rule, Severity.RISK, file, from, to, line, "");
    }

    private static Mistake note(String rule, String file, String from, String to, String line) {
        return new Mistake(rule, Severity.NOTE, file, from, to, line, "");
    }

    private static Mistake on(String tomcat, Mistake one) {
        return new Mistake(one.rule, one.severity, one.file, one.from, one.to, one.line, tomcat);
    }

    private static final String ROUTE = "<Valve className=\"org.apache.catalina.ha.session.JvmRouteBinderValve\"/>";
    private static final String REPLICATION =
            "<Valve className=\"org.apache.catalina.ha.tcp.ReplicationValve\" filter=\".*\\.(gif|js|css|png)\"/>";
    private static final String LISTENER =
            "<ClusterListener className=\"org.apache.catalina.ha.session.ClusterSessionListener\"/>";
    private static final String DELTA = "delta.xml";
    private static final String BACKUP = "static-backup.xml";
    private static final String INTERCEPTOR = "static-interceptor.xml";

    static Stream<Mistake> mistakes() {
        return Stream.of(
                loss(
                        "unknown-class",
                        DELTA,
                        "group.interceptors.TcpFailureDetector",
                        "group.interceptors.TcpFailurDetector",
                        "TcpFailurDetector"),
                loss("unknown-class", DELTA, "ha.session.DeltaManager", "session.StandardManager", "StandardManager"),
                loss("no-cluster", DELTA, "<Cluster ", "<Clusters ", "<Server"),
                loss("send-options", DELTA, "channelSendOptions=\"6\"", "channelSendOptions=\"8\"", "<Cluster"),
                loss(
                        "send-options",
                        DELTA,
                        "channelSendOptions=\"6\"",
                        "channelSendOptions=\"asynchronous\"",
                        "<Cluster"),
                loss("send-options", DELTA, "channelSendOptions=\"6\"", "channelSendOptions=\"2\"", "<Cluster"),
                loss("send-options", DELTA, "channelSendOptions=\"6\"", "channelSendOptions=\"14\"", "<Cluster"),
                loss("send-options", DELTA, "channelSendOptions=\"6\"", "", "<Cluster"),
                loss("sync-without-ack", DELTA, "channelSendOptions=\"6\"", "channelSendOptions=\"4\"", "<Cluster"),
                loss("sync-without-ack", BACKUP, "mapSendOptions=\"6\"", "mapSendOptions=\"4\"", "<Manager"),
                loss("map-send-options", BACKUP, "mapSendOptions=\"6\"", "mapSendOptions=\"8\"", "<Manager"),
                loss("map-send-options", BACKUP, "mapSendOptions=\"6\"", "mapSendOptions=\"2\"", "<Manager"),
                note(
                        "map-send-options",
                        BACKUP,
                        "SimpleTcpCluster\">",
                        "SimpleTcpCluster\" channelSendOptions=\"8\">",
                        "<Cluster"),
                loss("replication-valve", DELTA, REPLICATION, "", ROUTE),
                loss(
                        "replication-filter",
                        DELTA,
                        "filter=\".*\\.(gif|js|css|png)\"",
                        "filter=\".*\"",
                        "ReplicationValve"),
                loss(
                        "replication-filter",
                        DELTA,
                        "filter=\".*\\.(gif|js|css|png)\"",
                        "filter=\".*\\.jsp\"",
                        "ReplicationValve"),
                note(
                        "replication-filter",
                        DELTA,
                        "filter=\".*\\.(gif|js|css|png)\"",
                        "filter=\"*.gif\"",
                        "ReplicationValve"),
                loss("cluster-listener", DELTA, LISTENER, "<ClusterListener className=\"demo.Own\"/>", "demo.Own"),
                loss(
                        "expire-on-shutdown",
                        DELTA,
                        "expireSessionsOnShutdown=\"false\"",
                        "expireSessionsOnShutdown=\"true\"",
                        "<Manager"),
                loss(
                        "context-manager",
                        DELTA,
                        "<Host name=\"localhost\" appBase=\"webapps\">",
                        "<Host name=\"localhost\" appBase=\"webapps\"><Context path=\"/a\">\n<Manager pathname=\"\"/></Context>",
                        "pathname"),
                loss(
                        "no-membership",
                        DELTA,
                        "channelSendOptions=\"6\"",
                        "channelSendOptions=\"6\" channelStartOptions=\"3\"",
                        "<Cluster"),
                loss(
                        "encrypt-order",
                        BACKUP,
                        "<Interceptor className=\"" + INTERCEPTORS + "MessageDispatchInterceptor\"/>",
                        "<Interceptor className=\"" + INTERCEPTORS + "TcpFailureDetector\" performReadTest=\"true\"/>",
                        "EncryptInterceptor"),
                loss(
                        "encrypt-key",
                        BACKUP,
                        "encryptionKey=\"00112233445566778899aabbccddeeff\"",
                        "",
                        "EncryptInterceptor"),
                loss(
                        "encrypt-key",
                        BACKUP,
                        "00112233445566778899aabbccddeeff",
                        "0011223344556677",
                        "EncryptInterceptor"),
                loss(
                        "encrypt-key",
                        BACKUP,
                        "00112233445566778899aabbccddeeff",
                        "secretsecretsecretsecretsecretse",
                        "EncryptInterceptor"),
                risk("static-ids", INTERCEPTOR, ",0,2}", ",0, 2}", "<Member "),
                risk("static-ids", BACKUP, ",0,2}", ",2}", "<Member "),
                loss(
                        "static-ids",
                        INTERCEPTOR,
                        "uniqueId=\"{0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1}\"",
                        "domain=\"shop\"",
                        "<LocalMember"),
                loss(
                        "domain-filter",
                        DELTA,
                        "DomainFilterInterceptor\" domain=\"shop\"",
                        "DomainFilterInterceptor\" domain=\"store\"",
                        "DomainFilterInterceptor"),
                loss("domain-filter", DELTA, "domain=\"shop\"\n", "\n", "DomainFilterInterceptor"),
                risk(
                        "domain-filter",
                        DELTA,
                        "<Interceptor className=\"" + INTERCEPTORS + "DomainFilterInterceptor\" domain=\"shop\"/>",
                        "",
                        "<Membership"),
                on("11.0.13", loss("broken-rpc", BACKUP, "6", "6", "<Manager")),
                on("10.1.45", loss("broken-rpc", BACKUP, "6", "6", "<Manager")),
                on("9.0.112", loss("broken-rpc", BACKUP, "6", "6", "<Manager")),
                loss(
                        "state-transfer",
                        DELTA,
                        "stateTimestampDrop=\"false\"",
                        "stateTimestampDrop=\"false\" stateTransferTimeout=\"0\"",
                        "<Manager"),
                risk(
                        "state-transfer",
                        DELTA,
                        "stateTimestampDrop=\"false\"",
                        "stateTimestampDrop=\"false\" stateTransferTimeout=\"60000\"",
                        "<Manager"),
                risk(
                        "state-transfer",
                        DELTA,
                        "stateTimestampDrop=\"false\"",
                        "stateTimestampDrop=\"false\" stateTransferTimeout=\"2\"",
                        "<Manager"),
                risk("state-timestamp-drop", DELTA, "stateTimestampDrop=\"false\"", "", "<Manager"),
                risk("read-test", DELTA, "performReadTest=\"true\"", "", "TcpFailureDetector"),
                risk(
                        "failure-detector",
                        BACKUP,
                        "<Interceptor className=\"" + INTERCEPTORS
                                + "TcpFailureDetector\"\n                 performReadTest=\"true\"/>",
                        "",
                        "MessageDispatchInterceptor"),
                risk(
                        "interceptor-order",
                        INTERCEPTOR,
                        "TcpPingInterceptor\"/>",
                        "ThroughputInterceptor\"/><Interceptor className=\"" + INTERCEPTORS
                                + "TcpFailureDetector\" performReadTest=\"true\"/>\n<Interceptor className=\""
                                + INTERCEPTORS + "TcpPingInterceptor\"/>",
                        "TcpPingInterceptor"),
                risk(
                        "interceptor-order",
                        INTERCEPTOR,
                        "OrderInterceptor\"/>\n    <Interceptor className=\"" + INTERCEPTORS
                                + "MessageDispatchInterceptor\"/>",
                        "MessageDispatchInterceptor\"/>\n    <Interceptor className=\"" + INTERCEPTORS
                                + "OrderInterceptor\"/>",
                        "OrderInterceptor"),
                risk(
                        "no-encryption",
                        DELTA,
                        "EncryptInterceptor\"\n                         encryptionAlgorithm=\"AES/GCM/NoPadding\"\n                         encryptionKey=\"${cluster.key}\"",
                        "ThroughputInterceptor\"",
                        "<Receiver"),
                risk("weak-encryption", DELTA, "AES/GCM/NoPadding", "AES/CBC/PKCS5Padding", "EncryptInterceptor"),
                risk("weak-encryption", DELTA, "encryptionAlgorithm=\"AES/GCM/NoPadding\"", "", "EncryptInterceptor"),
                on("11.0.20", risk("weak-encryption", DELTA, "6", "6", "EncryptInterceptor")),
                on(
                        "9.0.115",
                        risk(
                                "weak-encryption",
                                DELTA,
                                "AES/GCM/NoPadding",
                                "AES/CBC/PKCS5Padding",
                                "EncryptInterceptor")),
                on("9.0.117", note("weak-encryption", DELTA, "6", "6", "EncryptInterceptor")),
                on("11.0.25", note("weak-encryption", DELTA, "6", "6", "EncryptInterceptor")),
                risk(
                        "shared-group",
                        DELTA,
                        "address=\"239.30.30.1\"\n                        port=\"45600\"",
                        "",
                        "<Membership"),
                risk("multicast-interface", DELTA, "bind=\"10.30.30.11\"", "", "<Membership"),
                risk("multicast-interface", DELTA, "ttl=\"1\"", "ttl=\"4\"", "<Membership"),
                risk("drop-time", DELTA, "dropTime=\"3000\"", "dropTime=\"500\"", "<Membership"),
                risk("drop-time", DELTA, "frequency=\"500\"", "frequency=\"2000\"", "<Membership"),
                note("drop-time", DELTA, "dropTime=\"3000\"", "dropTime=\"300000\"", "<Membership"),
                risk("drop-time", BACKUP, "expirationTime=\"5000\"", "expirationTime=\"900\"", "<Membership"),
                risk("auto-bind", BACKUP, "autoBind=\"0\"", "autoBind=\"100\"", "<Receiver"),
                risk("auto-bind", INTERCEPTOR, "autoBind=\"0\"", "", "<Receiver"),
                risk(
                        "auto-address",
                        DELTA,
                        "address=\"10.30.30.11\"\n                      port=\"4000\"",
                        "address=\"auto\"",
                        "<Receiver"),
                risk("receiver-buffers", DELTA, "autoBind=\"100\"", "autoBind=\"100\" rxBufSize=\"8192\"", "<Receiver"),
                risk("rpc-timeout", BACKUP, "rpcTimeout=\"3000\"", "", "<Manager"),
                risk("rpc-timeout", BACKUP, "rpcTimeout=\"3000\"", "rpcTimeout=\"50\"", "<Manager"),
                risk("route-binder", DELTA, ROUTE, "", "ReplicationValve"),
                risk("jvm-route", DELTA, "jvmRoute=\"WAS1\"", "", "<Engine"),
                risk("jvm-route", DELTA, "jvmRoute=\"WAS1\"", "jvmRoute=\"\"", "<Engine"),
                risk(
                        "few-sessions",
                        DELTA,
                        "stateTimestampDrop=\"false\"",
                        "stateTimestampDrop=\"false\" maxActiveSessions=\"1\"",
                        "<Manager"),
                loss("multicast-address", DELTA, "239.30.30.1", "192.168.1.1", "<Membership"),
                loss(
                        "loopback-receiver",
                        DELTA,
                        "address=\"10.30.30.11\"\n                      port=\"4000\"",
                        "address=\"127.0.0.1\"\n                      port=\"4000\"",
                        "<Receiver"),
                risk(
                        "farm-deployer",
                        DELTA,
                        "deployDir=\"${catalina.base}/webapps\"",
                        "deployDir=\"/tmp/war-deploy/\"",
                        "<Deployer"),
                risk(
                        "farm-deployer",
                        DELTA,
                        "watchDir=\"farm-watch\"",
                        "watchDir=\"${catalina.base}/webapps/\"",
                        "<Deployer"),
                risk("ajp-secret", DELTA, "secret=\"${ajp.secret}\"", "", "AJP/1.3"),
                risk("ajp-secret", DELTA, "secret=\"${ajp.secret}\"", "secretRequired=\"false\"", "AJP/1.3"),
                risk(
                        "attribute-filter",
                        DELTA,
                        "stateTimestampDrop=\"false\"",
                        "stateTimestampDrop=\"false\" sessionAttributeNameFilter=\"user.*\"",
                        "<Manager"),
                risk(
                        "ignored",
                        DELTA,
                        "performReadTest=\"true\"",
                        "performReadTest=\"true\" performReadtest=\"true\"",
                        "TcpFailureDetector"),
                risk("ignored", DELTA, LISTENER, LISTENER + "<Interceptor/>", "<Interceptor/>"),
                note(
                        "several-clusters",
                        DELTA,
                        "</Host>",
                        "</Host><Host name=\"b\">\n<Cluster channelSendOptions=\"6\"/></Host>",
                        "<Cluster channelSendOptions"));
    }

    @ParameterizedTest
    @ValueSource(strings = {DELTA, BACKUP, INTERCEPTOR})
    void soundConfigurationHasNoFinding(String file) throws Exception {
        assertThat(Linter.examine(SOUND.resolve(file), Optional.empty()).findings())
                .isEmpty();
        assertThat(Linter.examine(SOUND.resolve(file), TomcatVersion.parse("11.0.28"))
                        .findings())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakeIsFoundAtItsLineAndItsTwinHasNone(Mistake mistake) throws Exception {
        String sound = Files.readString(SOUND.resolve(mistake.file));
        assertThat(sound).contains(mistake.from);
        String broken = sound.replace(mistake.from, mistake.to);
        if (mistake.rule.equals("no-cluster")) {
            broken = broken.replace("</Cluster>", "</Clusters>");
        }
        Path file = Files.writeString(folder.resolve("server.xml"), broken);
        Optional<TomcatVersion> tomcat = TomcatVersion.parse(mistake.tomcat);
        assertThat(Linter.examine(file, tomcat).findings())
                .filteredOn(finding -> finding.rule().id().equals(mistake.rule))
                .as(() -> LintForms.text(examined(file)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(mistake.severity);
                    assertThat(finding.place().file()).isEqualTo("server.xml");
                    assertThat(Files.readAllLines(file)
                                    .get(finding.place().line().orElseThrow() - 1))
                            .contains(mistake.line);
                    assertThat(finding.what()).endsWith(".");
                });
    }

    private static Linted examined(Path file) {
        try {
            return Linter.examine(file, Optional.empty());
        } catch (UnreadableConfigException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The rules that look at more than one file have tests of their own. */
    @Test
    void everyRuleHasAMistakeThatItFinds() {
        Set<String> tested = mistakes().map(Mistake::rule).collect(Collectors.toCollection(TreeSet::new));
        tested.add("distributable");
        assertThat(ConfigRule.all().stream().map(ConfigRule::id)).containsExactlyInAnyOrderElementsOf(tested);
    }

    /** The tutorial's: the bare element, and the whole one. */
    @ParameterizedTest
    @CsvSource({
        "01-setting-1.xml, 'send-options read-test state-timestamp-drop no-encryption shared-group multicast-interface domain-filter auto-address'",
        "02-setting-2.xml, 'send-options read-test state-timestamp-drop no-encryption shared-group multicast-interface domain-filter auto-address farm-deployer'",
    })
    void settingsOfTheTutorialAreJudged(String file, String rules) throws Exception {
        Linted linted = Linter.examine(IMPORTED.resolve(file), Optional.empty());
        assertThat(linted.findings().stream().map(finding -> finding.rule().id()))
                .containsExactlyInAnyOrder(rules.split(" "));
        assertThat(linted.loses()).isTrue();
        assertThat(linted.findings().get(0).severity()).isEqualTo(Severity.LOSS);
    }

    @Test
    void clusterInACommentIsNone() throws Exception {
        Path file = Files.writeString(
                folder.resolve("server.xml"),
                "<Server><Service><Engine jvmRoute='a'>\n<!--\n<Cluster/>\n--></Engine></Service></Server>");
        assertThat(Linter.examine(file, Optional.empty()).findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.rule().id()).isEqualTo("no-cluster");
                    assertThat(finding.place().line()).contains(4);
                });
    }

    /** Tomcat reads it in an Engine or a Host only. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<Server><Service>\n<Cluster/><Engine jvmRoute='a'/></Service></Server>",
                "<Server><Service><Engine jvmRoute='a'><Host><Context>\n<Cluster/></Context></Host></Engine></Service></Server>"
            })
    void clusterInAnotherElementIsNone(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("server.xml"), text);
        assertThat(Linter.examine(file, Optional.empty()).findings())
                .filteredOn(finding -> finding.rule().id().equals("no-cluster"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.place().line()).contains(2));
    }

    @Test
    void folderConfIsExaminedWithItsApplications() throws Exception {
        Path conf = Files.createDirectories(folder.resolve("conf"));
        Files.copy(SOUND.resolve(DELTA), conf.resolve("server.xml"));
        Files.writeString(conf.resolve("web.xml"), "<web-app>\n<distributable/></web-app>");
        Files.writeString(conf.resolve("context.xml"), "<Context>\n\n<Manager pathname=''/></Context>");
        app("shop", "<web-app>\n</web-app>");
        app("good", "<web-app><distributable/></web-app>");
        app("manager", "<web-app/>");
        assertThat(Linter.examine(conf, Optional.empty()).findings())
                .extracting(finding -> finding.rule() + " " + finding.place())
                .containsExactly(
                        "context-manager context.xml:3",
                        "distributable webapps/shop/WEB-INF/web.xml:1",
                        "distributable web.xml:2");
    }

    private void app(String name, String descriptor) throws IOException {
        Files.writeString(
                Files.createDirectories(folder.resolve("webapps/" + name + "/WEB-INF"))
                        .resolve("web.xml"),
                descriptor);
    }

    @Test
    void farmDeployerInAnEngineDoesNothing() throws Exception {
        Path file = Files.writeString(
                folder.resolve("server.xml"),
                "<Engine jvmRoute='a'><Cluster channelSendOptions='6'>\n"
                        + "<Deployer className='org.apache.catalina.ha.deploy.FarmWarDeployer'/></Cluster></Engine>");
        assertThat(Linter.examine(file, Optional.empty()).findings())
                .filteredOn(finding -> finding.rule().id().equals("farm-deployer"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.place().line()).contains(2));
    }

    @Test
    void versionsAreJudgedOnlyIfOneIsNamed() throws Exception {
        for (String fine : List.of("11.0.15", "10.1.50", "9.0.113", "9.0.108", "11.0.10")) {
            assertThat(Linter.examine(SOUND.resolve(BACKUP), TomcatVersion.parse(fine))
                            .findings())
                    .as(fine)
                    .noneMatch(finding -> finding.rule().id().equals("broken-rpc"));
        }
        assertThat(Linter.examine(SOUND.resolve(DELTA), TomcatVersion.parse("11.0.13"))
                        .findings())
                .noneMatch(finding -> finding.rule().id().equals("broken-rpc"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<web-app/>",
                "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><Cluster clusterName='&e;'/>",
                "no xml",
                ""
            })
    void whatIsNoConfigurationIsRefused(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("server.xml"), text);
        assertThatThrownBy(() -> Linter.examine(file, Optional.empty())).isInstanceOf(UnreadableConfigException.class);
    }

    @Test
    void textSaysWhatWhereWhatFollowsHowSureAndWhatShowsIt() throws Exception {
        assertThat(LintForms.text(Linter.examine(IMPORTED.resolve("02-setting-2.xml"), Optional.empty())))
                .contains(
                        "02-setting-2.xml, 1 <Cluster>; no version of Tomcat is judged without --tomcat.",
                        "LOSS  channelSendOptions is 8, asynchronous: the answer does not wait for the other nodes.",
                        "at 02-setting-2.xml:7  [send-options, certain]",
                        "then: ",
                        "see: cluster-lab experiment first-request --cluster /",
                        "mend: ",
                        "why: SimpleTcpCluster.channelSendOptions",
                        "This configuration loses data: 1 finding of that kind, and ");
    }

    @Test
    @SuppressWarnings("unchecked")
    void jsonAndSarifHaveEachFindingWithItsLineAndItsSource() throws Exception {
        Linted linted = Linter.examine(IMPORTED.resolve("02-setting-2.xml"), TomcatVersion.parse("11.0.24"));
        Map<String, Object> json = JSON.std.mapFrom(JSON.std.asString(LintForms.json(linted)));
        assertThat(json).containsEntry("loses", true).containsEntry("tomcat", "11.0.24");
        List<Map<String, Object>> findings = (List<Map<String, Object>>) json.get("findings");
        assertThat(findings).hasSameSizeAs(linted.findings()).allSatisfy(finding -> assertThat(finding)
                .containsKeys("line", "source", "certainty", "see", "mend", "effect"));
        Map<String, Object> sarif = JSON.std.mapFrom(JSON.std.asString(LintForms.sarif(linted, "1.2.3")));
        Map<String, Object> run = ((List<Map<String, Object>>) sarif.get("runs")).get(0);
        assertThat((List<Map<String, Object>>) run.get("results")).hasSameSizeAs(linted.findings());
    }

    @Test
    void rulesHaveWordsForAllThatTheySay() {
        assertThat(ConfigRule.all()).allSatisfy(rule -> {
            assertThat(rule.id()).matches("[a-z]+(-[a-z]+)*");
            assertThat(rule.title()).doesNotEndWith(".");
            assertThat(List.of(rule.effect(), rule.mend()))
                    .allSatisfy(text -> assertThat(text).endsWith("."));
            assertThat(List.of(rule.see(), rule.source()))
                    .allSatisfy(text -> assertThat(text).isNotBlank());
        });
    }

    /** docs/lint.md has one line for each rule, and none for others. */
    @Test
    void theDocumentationListsAllRulesAsTheyAre() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("docs/lint.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        assertThat(rows)
                .containsExactlyElementsOf(ConfigRule.all().stream()
                        .map(rule -> "| `" + rule.id() + "` | " + rule.severity() + " | " + rule.title() + " | "
                                + rule.effect() + " | " + rule.mend() + " | " + rule.source() + " |")
                        .toList());
    }
}
