package dev.tenon.zoo.huggingface;

import dev.tenon.error.UnsupportedModelException;
import java.util.List;
import java.util.TreeSet;

/** The architectures that Tenon knows. */
final class Transformers {
  private static final List<Transformer> ALL =
      List.of(new Bert(), new DistilBert(), new Roberta(), new MPNet(), new VisionTransformer());

  private Transformers() {}

  /**
   * Returns the architecture of a configuration.
   *
   * @throws UnsupportedModelException if it is unknown; the message lists the known ones
   */
  static Transformer of(FolderConfig config) {
    String type = config.modelType();
    for (Transformer architecture : ALL) {
      if (architecture.modelTypes().contains(type)) {
        return architecture;
      }
    }
    TreeSet<String> known = new TreeSet<>();
    ALL.forEach(architecture -> known.addAll(architecture.modelTypes()));
    throw new UnsupportedModelException(
        config.where(),
        "the model_type '" + type + "' is not supported; Tenon reads " + String.join(", ", known));
  }

  /**
   * Returns the head of a configuration.
   *
   * @throws UnsupportedModelException if the architecture has no such head
   */
  static TransformerHead headOf(Transformer architecture, FolderConfig config) {
    List<String> classes = config.classNames();
    if (classes.isEmpty()) {
      return TransformerHead.BASE;
    }
    String prefix = architecture.classPrefix(config.modelType());
    TransformerHead head = TransformerHead.of(classes.get(0), prefix);
    if (head == null || !architecture.heads().contains(head)) {
      throw new UnsupportedModelException(
          config.where(),
          "the architecture '"
              + classes.get(0)
              + "' is not supported; Tenon reads "
              + String.join(
                  ", ",
                  architecture.heads().stream().map(each -> prefix + each.suffix()).toList()));
    }
    return head;
  }
}
