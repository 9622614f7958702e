import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * Starts one genuine Elasticsearch node in this process: TestNode HOME CONFIG. It listens on loopback whatever CONFIG
 * says, skips the bootstrap checks and may run as root, so it is for tests and benchmarks only.
 */
public final class TestNode {
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]).toRealPath();
        Path config = Path.of(arguments[1]).toRealPath();
        LogConfigurator.configureESLogging(); // before anything logs
        Settings loopback = Settings.builder().put("network.host", "127.0.0.1").build();
        Environment environment = InternalSettingsPreparer.prepareEnvironment(
            loopback, Map.of("path.home", home.toString()), config, () -> "test");
        LogConfigurator.configure(environment, true);
        PluginsLoader modules = PluginsLoader.createPluginsLoader(
            PluginsLoader.loadModulesBundles(environment.modulesDir()),
            PluginsLoader.loadPluginsBundles(environment.pluginsDir()),
            Map.of(),
            true); // the server is a named Java module
        Node node = new Node(environment, modules);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                node.prepareForClose();
                node.close();
            } catch (Exception error) {
                error.printStackTrace();
            }
            ended.countDown();
        }));
        node.start();
        ended.await();
    }
}
