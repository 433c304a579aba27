package clusterlab.export.containers;

import clusterlab.export.ConfigFile;
import clusterlab.export.CopiedFile;
import clusterlab.export.Export;
import clusterlab.export.Source;
import clusterlab.export.tomcat.AppFiles;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The folder {@code image/}: a Dockerfile that puts the user's application and libraries on the official image. */
final class ImageFiles {
    /** Where the official image has its Tomcat. */
    static final String HOME = "/usr/local/tomcat";

    private ImageFiles() {}

    /** Whether the user's files have to be in an image. */
    static boolean needed(Topology topology) {
        return topology.webapp().isPresent() || topology.app().lib().isPresent();
    }

    /** The official image of the nodes' Tomcat; its newest 11.0 if the plan names none. */
    static String official(Topology topology) {
        return "tomcat:"
                + topology.host().runtime(topology.nodes().get(0).name()).tomcatVersion("11.0");
    }

    static Export of(Topology topology, Source source) throws IOException {
        List<CopiedFile> copies = new ArrayList<>();
        StringBuilder docker = new StringBuilder(source.hash());
        docker.append("# Build it in this folder: docker build -t NAME .\nFROM ")
                .append(official(topology))
                .append('\n');
        if (topology.webapp().isPresent()) {
            Path app = topology.webapp().get();
            boolean folder = Files.isDirectory(app);
            String copy = folder ? "app" : "app.war";
            copies.add(new CopiedFile(copy, app));
            String docBase = HOME + "/webapps/" + AppFiles.baseName(topology);
            docker.append("COPY ").append(copy).append(" /tmp/").append(copy).append('\n');
            String from = "/tmp/" + copy;
            if (topology.isConverted(topology.nodes().get(0).name())) {
                docker.append("# The application's classes know javax.servlet only.\nRUN ")
                        .append(HOME)
                        .append("/bin/migrate.sh ")
                        .append(from)
                        .append(" /tmp/migrated && rm -r ")
                        .append(from)
                        .append('\n');
                from = "/tmp/migrated";
            }
            docker.append("RUN mkdir -p '").append(docBase).append("' && ");
            docker.append(
                            folder
                                    ? "cp -r " + from + "/. '" + docBase + "/'"
                                    : "cd '" + docBase + "' && jar -xf " + from)
                    .append(" && chmod -R a+rX '")
                    .append(docBase)
                    .append("' && rm -r ")
                    .append(from)
                    .append('\n');
        }
        if (topology.app().lib().isPresent()) {
            try (Stream<Path> jars = Files.list(topology.app().lib().get())) {
                jars.filter(jar -> jar.toString().endsWith(".jar"))
                        .sorted()
                        .forEach(jar -> copies.add(new CopiedFile(
                                "lib/" + String.valueOf(jar.getFileName()).replaceAll("[^A-Za-z0-9._-]", "_"), jar)));
            }
            docker.append("COPY lib/ ").append(HOME).append("/lib/\n");
        }
        return new Export(List.of(new ConfigFile("Dockerfile", docker.toString(), false)), copies).below("image");
    }
}
