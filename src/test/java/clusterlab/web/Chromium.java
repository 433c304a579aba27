package clusterlab.web;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** The installed Chromium without a window; nothing is downloaded. */
final class Chromium implements AutoCloseable {
    private static final Path BINARY = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final Path profile;
    private final ChromeDriver driver;

    private Chromium(Path profile, ChromeDriver driver) {
        this.profile = profile;
        this.driver = driver;
    }

    /** Skips the test where there is none, but not in CI. */
    static Chromium start() throws IOException {
        boolean installed = Files.isExecutable(BINARY) && Files.isExecutable(DRIVER);
        if (System.getenv("CI") == null) {
            assumeTrue(installed, "install chromium and chromium-driver to run the browser tests");
        }
        Path profile = Files.createTempDirectory("cluster-lab-chromium");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BINARY.toFile());
        options.addArguments(List.of(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile));
        options.setCapability("goog:loggingPrefs", Map.of("browser", "ALL"));
        ChromeDriver driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .build(),
                options);
        driver.manage().timeouts().pageLoadTimeout(Duration.ofSeconds(30));
        Chromium chromium = new Chromium(profile, driver);
        chromium.size(1920, 1080);
        return chromium;
    }

    ChromeDriver driver() {
        return driver;
    }

    void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void dark(boolean dark) {
        media("prefers-color-scheme", dark ? "dark" : "light");
    }

    void media(String feature, String value) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", feature, "value", value))));
    }

    /** Opens the dashboard by its login link and waits for its first picture. */
    void login(TesterAdmin admin) throws Exception {
        driver.get(admin.uri("/login?token=" + admin.lab().token().value()).toString());
        int nodes = admin.lab().topology().nodes().size();
        eventually("the nodes are drawn")
                .atMost(TesterAdmin.PATIENCE)
                .until(() -> find("#drawing .node").size() == nodes);
    }

    List<WebElement> find(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    WebElement one(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    /** Presses a button by its accessible name. It may be replaced meanwhile. */
    void press(String label) throws Exception {
        eventually("button " + label).atMost(TesterAdmin.PATIENCE).until(() -> {
            try {
                Optional<WebElement> button = Stream.concat(find("button").stream(), find("#drawing .node").stream())
                        .filter(WebElement::isDisplayed)
                        .filter(one -> label.equals(one.getAccessibleName()))
                        .findFirst();
                button.ifPresent(WebElement::click);
                return button.isPresent();
            } catch (StaleElementReferenceException replaced) {
                return false;
            }
        });
    }

    /** Waits until this holds of an element, which may be replaced meanwhile. */
    void until(String selector, Function<WebElement, Boolean> condition) throws Exception {
        eventually(selector).atMost(TesterAdmin.PATIENCE).until(() -> {
            try {
                return find(selector).stream().anyMatch(condition::apply);
            } catch (StaleElementReferenceException replaced) {
                return false;
            }
        });
    }

    /** Kept under target/screenshots. */
    void screenshot(String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    /** Errors of scripts, refused resources and violations of the content security policy all show here. */
    void assertNoComplaint() {
        assertThat(driver.manage().logs().get("browser").getAll().stream()
                        .map(Object::toString)
                        .filter(line -> line.contains("SEVERE") || line.contains("Content Security"))
                        .filter(line -> !line.contains("409 (Conflict)"))
                        // The browser asks each page's server for it; the dashboard names its own icon.
                        .filter(line -> !line.contains("/favicon.ico")))
                .isEmpty();
    }

    @Override
    public void close() throws IOException {
        driver.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
