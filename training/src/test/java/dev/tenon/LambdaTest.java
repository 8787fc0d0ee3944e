package dev.tenon;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import dev.tenon.loading.CustomLayers;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Distances;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A Lambda of Python computed in Java, from wherever a model is loaded, against Keras. */
final class LambdaTest {
  private static final Path GOLDENS = Checkout.file("tests/goldens/building");
  private static final List<String> FILES = List.of("wave.keras", "wave.h5");

  private static final CustomLayers MINE =
      CustomLayers.none().with("Lambda:wave", config -> new Wave(factor(config.get("arguments"))));

  private static double factor(Object arguments) {
    return ((Number) ((Map<?, ?>) arguments).get("factor")).doubleValue();
  }

  /** What the Lambda computes: sin(x) · factor + 1. */
  public record Wave(double factor) implements Layer<Wave.None> {
    /** No weights. */
    public record None() {}

    @Override
    public None build(Build build, List<Shape> inputs) {
      return new None();
    }

    @Override
    public List<Value> call(None weights, Call call, List<Value> inputs) {
      Value sine = call.ops().apply(new Unary.Sin(), inputs.get(0));
      return List.of(call.ops().add(call.ops().mul(sine, factor), 1));
    }
  }

  private static void answersAsKeras(Model model) throws IOException {
    try (model;
        Source source = Source.of(GOLDENS.resolve("wave.npz"))) {
      Map<String, Tensor> golden = Npz.read(source);
      for (String engine : new String[] {"tensorflow", "onnxruntime"}) {
        Tensor predicted = model.on(engine).predict(golden.get("in0"));
        Distances.near(golden.get("out0"), predicted, 1e-6, engine);
      }
    }
  }

  @Test
  void fromAFile() throws Exception {
    for (String file : FILES) {
      answersAsKeras(Model.load(GOLDENS.resolve(file), MINE));
    }
  }

  @Test
  void fromBytesAndAStream() throws Exception {
    for (String file : FILES) {
      Path path = GOLDENS.resolve(file);
      answersAsKeras(Model.load(Files.readAllBytes(path), MINE));
      try (InputStream stream = Files.newInputStream(path)) {
        answersAsKeras(Model.load(stream, MINE));
      }
    }
  }

  @Test
  void fromTheClassPath() throws Exception {
    Path classes =
        Path.of(LambdaTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    for (String file : FILES) {
      Path resource = classes.resolve("lambda-test-" + file);
      try {
        Files.copy(GOLDENS.resolve(file), resource);
        answersAsKeras(Model.load(LambdaTest.class, "/" + resource.getFileName(), MINE));
      } finally {
        Files.deleteIfExists(resource);
      }
    }
  }

  @Test
  void withoutJavaItIsRefusedByName() {
    for (String file : FILES) {
      assertThatThrownBy(() -> Model.load(Files.readAllBytes(GOLDENS.resolve(file))))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("Lambda")
          .hasMessageContaining("'wave'");
    }
  }
}
