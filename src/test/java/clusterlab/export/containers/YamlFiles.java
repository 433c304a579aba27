package clusterlab.export.containers;

import clusterlab.export.ConfigFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads YAML strictly: a key that appears twice is an error. */
final class YamlFiles {
    private YamlFiles() {}

    /** The documents of a file. */
    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> documents(ConfigFile file) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        List<Map<String, Object>> documents = new ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(options)).loadAll(file.content())) {
            documents.add((Map<String, Object>) document);
        }
        return documents;
    }

    /** A value below this way of keys. */
    @SuppressWarnings("unchecked")
    static <T> T at(Map<String, Object> document, String... way) {
        Object here = document;
        for (String key : way) {
            here = here instanceof List<?> list
                    ? list.get(Integer.parseInt(key))
                    : ((Map<String, Object>) here).get(key);
            if (here == null) {
                throw new AssertionError("no " + key + " of " + String.join("/", way) + " in " + document);
            }
        }
        return (T) here;
    }
}
