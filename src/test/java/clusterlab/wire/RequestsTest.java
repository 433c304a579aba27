package clusterlab.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.fault.Fault;
import clusterlab.fault.LinksFault;
import clusterlab.fault.Nemesis;
import clusterlab.fault.NodeFault;
import clusterlab.spec.NodeRuntime.TomcatHome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies of requests: what ctl writes is what the API reads, and what makes no sense is refused with its field's name. */
class RequestsTest {

    private static Stream<Fault> faults() {
        return Stream.of(
                new LinksFault.Partition(List.of(List.of("node1"), List.of("node2", "node3"))),
                new LinksFault.Isolate("node1"),
                new LinksFault.Drop("node1", "node2"),
                new LinksFault.Delay("node1", "node2", 200, 50),
                new LinksFault.Loss("node1", "node2", 0.1),
                new NodeFault.Kill("node1"),
                new NodeFault.Stop("node1"),
                new NodeFault.Freeze("node1"),
                new NodeFault.Upgrade(
                        "node1", new TomcatHome("11.0.24", Path.of("/tomcat").toAbsolutePath())));
    }

    @Test
    void everyKindOfFaultIsTriedHere() {
        assertThat(faults().map(Object::getClass).collect(Collectors.<Class<?>>toSet()))
                .isEqualTo(Stream.of(LinksFault.class, NodeFault.class)
                        .flatMap(part -> Stream.of(part.getPermittedSubclasses()))
                        .collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void faultIsReadAsItWasWritten(Fault fault) throws Exception {
        for (Optional<Duration> time : List.of(Optional.<Duration>empty(), Optional.of(Duration.ofMillis(1500)))) {
            FaultRequest request = new FaultRequest(fault, time);
            assertThat(FaultRequest.read(Wire.fields(Wire.bytes(request)))).isEqualTo(request);
        }
        Nemesis.Active active = new Nemesis.Active("f7", fault, 1_767_225_600_000L, Optional.of(1_767_225_610_000L));
        assertThat(Wire.read(Nemesis.Active.class, Wire.bytes(active))).isEqualTo(active);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void wordOfAFaultIsItsRecordsNameInLowerCase(Fault fault) {
        assertThat(fault.getClass().getSimpleName()).isEqualToIgnoringCase(fault.type());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void unknownFieldOfAFaultIsRefused(Fault fault) {
        var json = FaultJson.write(fault);
        json.put("forMilis", 300);
        assertThatThrownBy(() -> FaultRequest.read(new Fields(json)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContainingAll("Unknown field", "forMillis", "type");
    }

    @Test
    void jitterMayBeLeftOut() throws Exception {
        assertThat(FaultRequest.read(fields("{'type':'delay','from':'node1','to':'node2','millis':5}"))
                        .fault())
                .isEqualTo(new LinksFault.Delay("node1", "node2", 5, 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'flood'} | type must be one of partition, isolate, drop, delay, loss, kill, stop, upgrade, freeze, "
                        + "forbid, expire, outage, slow, stale, unlabel.",
                "{'node':'node1'} | type is required and must be a text.",
                "{'type':'isolate'} | node is required and must be a text.",
                "{'type':'isolate','node':1} | node is required and must be a text.",
                "{'type':'isolate','node':'node1','to':'node2'} | Unknown field; the known fields are forMillis, node, type.",
                "{'type':'isolate','node':'node1','forMillis':0} | forMillis must be a number from 1 to 86400000.",
                "{'type':'isolate','node':'node1','forMillis':1e300} | forMillis must be a number from 1 to 86400000.",
                "{'type':'isolate','node':'node1','forMillis':'1s'} | forMillis must be a number.",
                "{'type':'partition','groups':'node1'} | groups must be a list of lists of names.",
                "{'type':'partition','groups':['node1']} | groups must be a list of lists of names.",
                "{'type':'partition','groups':[[1]]} | groups must be a list of lists of names.",
                "{'type':'partition','groups':[['node1'],['node1']]} | Invalid fault: a partition may name node1 only once.",
                "{'type':'upgrade','node':'node1','tomcat':'11.0.24'} | tomcat is required and must be an object.",
                "{'type':'upgrade','node':'node1','tomcat':{'version':'11.0.24'}} | source is required and must be a text.",
                "{'type':'upgrade','node':'node1','tomcat':{'home':'/x'}} | Unknown field; the known fields are source, version.",
                "{'type':'delay','from':'node1','to':'node2'} | millis is required.",
                "{'type':'delay','from':'node1','to':'node2','millis':1.5} | millis must be a whole number.",
                "{'type':'delay','from':'node1','to':'node2','millis':1e300} | millis must be a whole number.",
                "{'type':'delay','from':'node1','to':'node2','millis':60001} | Invalid fault: a delay is 0 to 60000 ms,",
                "{'type':'loss','from':'node1','to':'node2'} | probability is required.",
                "{'type':'loss','from':'node1','to':'node2','probability':2} | a probability from 0 to 1.",
            },
            quoteCharacter = '"')
    void faultThatMakesNoSenseIsRefusedWithItsReason(String json, String reason) {
        assertThatThrownBy(() -> FaultRequest.read(fields(json)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void loadAndFrontAreReadAsTheyWereWritten() throws Exception {
        for (LoadRequest load : List.of(new LoadRequest(7, null), new LoadRequest(1000, 0.5))) {
            assertThat(LoadRequest.read(Wire.fields(Wire.bytes(load)))).isEqualTo(load);
        }
        assertThat(FrontRequest.read(Wire.fields(Wire.bytes(new FrontRequest(true)))))
                .isEqualTo(new FrontRequest(true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | clients is required.",
                "{'clients':0} | clients must be a number from 1 to 1000.",
                "{'clients':1.5} | clients must be a whole number.",
                "{'clients':2,'rate':5} | Unknown field; the known fields are clients, ratePerSecond.",
                "{'clients':2,'ratePerSecond':0} | ratePerSecond must be a number from 0.001 to 1000000.",
            },
            quoteCharacter = '"')
    void loadThatMakesNoSenseIsRefusedWithItsReason(String json, String reason) {
        assertThatThrownBy(() -> LoadRequest.read(fields(json)))
                .isInstanceOf(MalformedException.class)
                .hasMessage(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | sticky is required and must be true or false.",
                "{'sticky':'no'} | sticky is required and must be true or false.",
                "{'sticky':true,'kind':'httpd'} | Unknown field; the known fields are sticky.",
            },
            quoteCharacter = '"')
    void frontThatMakesNoSenseIsRefusedWithItsReason(String json, String reason) {
        assertThatThrownBy(() -> FrontRequest.read(fields(json)))
                .isInstanceOf(MalformedException.class)
                .hasMessage(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"[]", "null", "{", "{'a':1,'a':2}", "''"},
            quoteCharacter = '"')
    void bodyThatIsNotOneObjectIsRefused(String body) {
        assertThatThrownBy(() -> fields(body))
                .isInstanceOf(MalformedException.class)
                .hasMessage("The body is not one JSON object.");
    }

    private static Fields fields(String json) throws MalformedException {
        return Wire.fields(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
