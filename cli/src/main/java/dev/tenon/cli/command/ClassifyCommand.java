package dev.tenon.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.Model;
import dev.tenon.cli.command.text.Predictions;
import dev.tenon.cli.command.text.TextClassification;
import dev.tenon.cli.command.text.TextFolders;
import dev.tenon.cli.command.text.TextOptions;
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
import java.io.IOException;
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

/** Says what is on photographs, or what class a text has. */
@Command(
    name = "classify",
    mixinStandardHelpOptions = true,
    description =
        "Name what is on a photograph, with a pretrained network or a model file; or the class of a "
            + "text, with a Hugging Face folder.",
    footer = {
      "  tenon classify resnet50 photo.jpg",
      "  tenon classify pets.keras cat.jpg dog.jpg --top 1",
      "  tenon classify spam --text win --input mails.txt"
    })
final class ClassifyCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      converter = InputFile.OrName.class,
      paramLabel = "MODEL",
      description =
          "A name of 'tenon zoo list', a Keras or ONNX file, or a Hugging Face folder for texts.")
  private String first = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      hideParamSyntax = true,
      converter = InputFile.class,
      paramLabel = "PHOTO...",
      description = "JPEG, PNG, BMP or GIF.")
  private List<Path> others = List.of();

  @Mixin private TextOptions texts = new TextOptions();

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

  @Option(names = "--json", description = "Print one JSON line a photograph or a text.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Output out = Output.of(spec);
    OptionNumbers.atLeast("--top", 1, top);
    List<Path> photos = named.others(first, others, Path::of);
    String model = named.model(first);
    if (TextFolders.matches(model)) {
      classifyTexts(model, photos, out);
      return 0;
    }
    if (texts.areGiven()) {
      throw new IllegalArgumentException(
          "--text and --input are for a Hugging Face folder with a tokenizer, received '"
              + model
              + "'");
    }
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

  private void classifyTexts(String model, List<Path> photos, Output out) throws IOException {
    if (!photos.isEmpty()) {
      throw new IllegalArgumentException(
          "the network of '"
              + model
              + "' takes texts, received '"
              + photos.get(0)
              + "': give --text TEXT, or --input FILE");
    }
    TextFolders.refuse(model, "--pretrained", weights);
    TextFolders.refuse(model, "--preprocess", preprocess);
    new TextClassification(top, json).run(Path.of(model), texts.read(), engine.chosen(), out);
  }

  private static ObjectNode line(Path photo, List<Prediction> best) {
    ObjectNode line = JsonNodeFactory.instance.objectNode().put("file", photo.toString());
    Predictions.add(line, best);
    return line;
  }
}
