package dev.tenon.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.Model;
import dev.tenon.cli.input.ImageFileFinder;
import dev.tenon.cli.option.CatalogueOption;
import dev.tenon.cli.option.EngineOption;
import dev.tenon.cli.option.InputFile;
import dev.tenon.cli.option.LabelsOption;
import dev.tenon.cli.option.ModelChoice;
import dev.tenon.cli.option.ModelOption;
import dev.tenon.cli.option.OptionNumbers;
import dev.tenon.cli.output.Output;
import dev.tenon.tensor.Tensor;
import dev.tenon.zoo.Prediction;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what is on photographs. */
@Command(
    name = "classify",
    mixinStandardHelpOptions = true,
    description = "Name what is on a photograph, with a pretrained network or a model file.",
    footer = {
      "  tenon classify resnet50 photo.jpg",
      "  tenon classify pets.keras cat.jpg dog.jpg --top 1"
    })
final class ClassifyCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      converter = InputFile.OrName.class,
      paramLabel = "MODEL",
      description = "A name of 'tenon zoo list', or a Keras or ONNX file.")
  private String first = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      hideParamSyntax = true,
      converter = InputFile.class,
      paramLabel = "PHOTO...",
      description = "JPEG, PNG, BMP or GIF.")
  private List<Path> others = List.of();

  @Mixin private ModelOption named = new ModelOption();

  @Option(
      names = "--pretrained",
      paramLabel = "FILE",
      description = "Weights for a network of the zoo, in place of those that are downloaded.")
  private @Nullable Path weights;

  @Option(names = "--weights", hidden = true)
  void weights(Path file) {
    weights = file;
  }

  @Option(names = "--top", paramLabel = "N", description = "How many classes; by default 5.")
  private int top = 5;

  @Option(
      names = "--preprocess",
      paramLabel = "MODE",
      description =
          "caffe, tf, torch or inside; a model file needs it, unless it says how its images are "
              + "read, as after a training on image files. The zoo knows its own.")
  private @Nullable String preprocess;

  @Mixin private CatalogueOption catalogue = new CatalogueOption();

  @Mixin private LabelsOption labels = new LabelsOption();

  @Mixin private EngineOption engine = new EngineOption();

  @Option(names = "--json", description = "Print one JSON line a photograph.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Output out = Output.of(spec);
    OptionNumbers.atLeast("--top", 1, top);
    List<Path> photos = named.others(first, others, Path::of);
    String model = named.model(first);
    if (photos.isEmpty()) {
      throw named.missing(spec, "PHOTO");
    }
    ModelOption.refuseImage(model, photos.get(0));
    ImageFileFinder.check(photos);
    ModelChoice choice = ModelChoice.of(model, catalogue);
    try (ImageClassifier classifier =
            ImageClassifier.open(choice, weights, preprocess, labels.read(), out.err());
        Model runner = engine.of(classifier.model())) {
      for (Path photo : photos) {
        Tensor scores = classifier.scores(runner, photo);
        List<Prediction> best = classifier.labels(scores).decode(scores, top).get(0);
        if (json) {
          out.json(line(photo, best), false);
          continue;
        }
        if (photos.size() > 1) {
          out.line(photo.toString());
        }
        best.forEach(found -> out.line(found.toString()));
      }
    }
    return 0;
  }

  private static ObjectNode line(Path photo, List<Prediction> best) {
    ObjectNode line = JsonNodeFactory.instance.objectNode().put("file", photo.toString());
    ArrayNode classes = line.putArray("classes");
    for (Prediction found : best) {
      ObjectNode node = classes.addObject().put("index", found.index()).put("id", found.id());
      node.put("label", found.label()).put("score", found.score());
    }
    return line;
  }
}
