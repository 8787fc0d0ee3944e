package dev.tenon.cli;

import dev.tenon.Model;
import dev.tenon.tensor.Tensor;
import dev.tenon.zoo.Labels;
import dev.tenon.zoo.Prediction;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what is on photographs. */
@Command(
    name = "classify",
    mixinStandardHelpOptions = true,
    description = "Name what is on a photograph, with a pretrained network or a model file.")
final class ClassifyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PHOTO", arity = "1..*", description = "JPEG, PNG, BMP or GIF.")
  private List<Path> photos = List.of();

  @Option(
      names = "--model",
      required = true,
      paramLabel = "NAME|FILE",
      description = "A name of 'tenon zoo list', or a Keras or ONNX file.")
  private String model = "";

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "Weights for a network of the zoo, in place of those that are downloaded.")
  private @Nullable Path weights;

  @Option(names = "--top", paramLabel = "N", description = "How many classes; by default 5.")
  private int top = 5;

  @Option(
      names = "--preprocess",
      paramLabel = "MODE",
      description = "caffe, tf, torch or inside; a model file needs it, the zoo knows its own.")
  private @Nullable String preprocess;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "The names of the classes: one on each line, or JSON.")
  private @Nullable Path labels;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description = "tensorflow or onnxruntime; by default what suits the file.")
  private @Nullable String engine;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Output out = Output.of(spec);
    Labels own = labels == null ? null : Labels.read(labels);
    try (Classifier classifier = Classifier.open(model, weights, preprocess, own, out.err())) {
      Model runner = engine == null ? classifier.model() : classifier.model().on(engine);
      for (Path photo : photos) {
        Tensor scores = classifier.scores(runner, photo);
        if (photos.size() > 1) {
          out.line(photo.toString());
        }
        for (Prediction found : classifier.labels(scores).decode(scores, top).get(0)) {
          out.line(found.toString());
        }
      }
    }
    return 0;
  }
}
