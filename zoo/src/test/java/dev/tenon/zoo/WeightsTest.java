package dev.tenon.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.tenon.Model;
import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.download.FileCache;
import dev.tenon.layers.Layers;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.preprocessing.Rescaling;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights by path and from a server, and what is said of wrong ones. */
final class WeightsTest {
  @TempDir private Path folder;

  private static final ApplicationOptions SMALL =
      ApplicationOptions.untrained().alpha(0.25).forShape(32, 32, 3).classes(4);

  @Test
  void weightsOfAFileAreTheModels() throws IOException {
    for (String name : List.of("small.weights.h5", "small.h5")) {
      Path file = folder.resolve(name);
      try (Model first = Applications.mobileNet().create(SMALL)) {
        first.save(file);
        try (Model second = Applications.mobileNet().create(SMALL.weightsFrom(file))) {
          first
              .weights()
              .forEach(
                  (path, tensor) -> {
                    if (!path.contains("seed")) {
                      assertThat(second.weights().get(path)).as(path).isEqualTo(tensor);
                    }
                  });
        }
      }
    }
  }

  @Test
  void weightsOfAnotherNetworkAreRefusedByTheFirstLayerThatDiffers() throws IOException {
    Path path = folder.resolve("other.weights.h5");
    Path ordered = folder.resolve("other.h5");
    try (Model other = Applications.mobileNet().create(SMALL)) {
      other.save(path);
      other.save(ordered);
    }
    ApplicationOptions wanted = SMALL.alpha(1);
    assertThatThrownBy(() -> Applications.mobileNet().create(wanted.weightsFrom(path)))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("'conv1' (Conv2D)")
        .hasMessageContaining("[3, 3, 3, 32]")
        .hasMessageContaining("(3, 3, 3, 8)");
    // The first convolution of ResNet50V2 is larger, and there are more layers.
    assertThatThrownBy(() -> Applications.resNet50V2().create(SMALL.alpha(1).weightsFrom(ordered)))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining(
            "expected 'conv1_conv' (Conv2D) with 9408 and 64 numbers where the file has 'conv1'"
                + " with 216 numbers");
  }

  @Test
  void wrongOptionsAreRefusedBeforeAnythingIsFetched() {
    assertThatThrownBy(() -> Applications.named("resnet_5O"))
        .hasMessageContaining("unknown model 'resnet_5O'")
        .hasMessageContaining("ResNet50");
    Application network = Applications.vgg16();
    assertThatThrownBy(() -> network.create(ApplicationOptions.DEFAULTS.forShape(96, 96, 3)))
        .hasMessageContaining("VGG16")
        .hasMessageContaining("[224]")
        .hasMessageContaining("[96, 96, 3]");
    assertThatThrownBy(() -> ApplicationOptions.DEFAULTS.classes(10))
        .hasMessageContaining("1000")
        .hasMessageContaining("10");
    assertThatThrownBy(() -> ApplicationOptions.withoutTop().pooling("mean"))
        .hasMessageContaining("'avg', 'max'")
        .hasMessageContaining("mean");
    assertThatThrownBy(
            () -> network.create(ApplicationOptions.DEFAULTS.weightsFrom(Path.of("/none.h5"))))
        .hasMessageContaining("/none.h5")
        .hasMessageContaining("VGG16");
  }

  @Test
  void aNetworkIsAppliedToATensorOfTheUsers() throws IOException {
    KerasTensor pixels = Layers.input("pixels", 32, 32, 3);
    KerasTensor scaled = pixels.then(new Rescaling(1 / 127.5, -1.0).named("to_tf"));
    ApplicationOptions options = SMALL.inputTensor(scaled).inputShape((List<Long>) null);
    try (Model model = Applications.mobileNet().create(options)) {
      assertThat(model.inputs().get(0).name()).isEqualTo("pixels");
      assertThat(model.info().keras().model().layers().get(0).name()).isEqualTo("to_tf");
    }
  }

  @Test
  void aFileOverHttpNeedsAHash() throws IOException {
    Path json = folder.resolve("open.json");
    String entry =
        """
        {"models": [{"name": "n", "preprocessing": "tf",
          "files": [{"url": "%s://example.org/n.h5"%s}]}]}
        """;
    Files.writeString(json, entry.formatted("http", ""));
    assertThatThrownBy(() -> Catalogue.keras().with(json))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("'n.h5' comes over http without a 'hash': add its SHA-256");
    Files.writeString(json, entry.formatted("https", ""));
    assertThat(Catalogue.keras().with(json).named("n").name()).isEqualTo("n");
    Files.writeString(json, entry.formatted("http", ", \"hash\": \"" + "0".repeat(64) + "\""));
    assertThat(Catalogue.keras().with(json).named("n").name()).isEqualTo("n");
  }

  @Test
  void aModelOfTheUsersIsFetchedAndLoaded() throws IOException {
    Path file = folder.resolve("mine.h5");
    try (Model model = Applications.mobileNet().create(SMALL)) {
      model.save(file);
    }
    byte[] bytes = Files.readAllBytes(file);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/mine.h5",
        exchange -> {
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    try {
      int port = server.getAddress().getPort();
      Path json = folder.resolve("mine.json");
      Files.writeString(
          json,
          """
          {"models": [{"name": "my_net", "size": 32, "preprocessing": "tf",
            "labels": ["a", "b", "c", "d"], "licence": "CC0",
            "files": [{"url": "http://127.0.0.1:%d/mine.h5"}]}]}
          """
              .formatted(port),
          StandardCharsets.UTF_8);
      ZooEntry entry = Catalogue.keras().with(json).named("MyNet");
      try (Model loaded = entry.load(FileCache.in(folder.resolve("cache")))) {
        assertThat(loaded.info().keras().name()).startsWith("mobilenet_0.25_32");
      }
      assertThat(entry.labels().size()).isEqualTo(4);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void theCatalogueSaysWhereKerasWeightsComeFrom() {
    for (Application application : Applications.all()) {
      ZooEntry entry = Catalogue.keras().named(application.name());
      assertThat(entry.application()).isSameAs(application);
      assertThat(entry.preprocessing()).isEqualTo(application.preprocessing());
      assertThat(entry.licence()).isNotBlank();
      assertThat(entry.locations())
          .hasSizeGreaterThanOrEqualTo(2)
          .allMatch(url -> url.startsWith("https://storage.googleapis.com/"));
    }
  }

  @Test
  void aWrongCatalogueIsRefused() throws IOException {
    Path json = folder.resolve("wrong.json");
    Files.writeString(
        json, "{\"models\": [{\"name\": \"x\", \"preprocesing\": \"tf\", \"files\": []}]}");
    assertThatThrownBy(() -> Catalogue.keras().with(json))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("wrong.json")
        .hasMessageContaining("'preprocessing'");
    Files.writeString(
        json,
        "{\"models\": [{\"name\": \"x\", \"preprocessing\": \"tf\", \"files\":"
            + " [{\"url\": \"https://example.org/x.h5\", \"hash\": \"12\"}]}]}");
    assertThatThrownBy(() -> Catalogue.keras().with(json))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("wrong.json: model 'x': x.h5: expected a SHA-256");
  }
}
