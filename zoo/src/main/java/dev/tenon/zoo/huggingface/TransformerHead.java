package dev.tenon.zoo.huggingface;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a network computes above its encoder, as the names of classes in transformers say. */
enum TransformerHead {
  /** The states of the last layer, and the pooled state where there is a pooler. */
  BASE("Model"),
  /** Scores of classes for a text. */
  SEQUENCE_CLASSIFICATION("ForSequenceClassification"),
  /** Scores of classes for each token. */
  TOKEN_CLASSIFICATION("ForTokenClassification"),
  /** Scores of each token as the start and as the end of an answer. */
  QUESTION_ANSWERING("ForQuestionAnswering"),
  /** Scores of the whole vocabulary for each token. */
  MASKED_LANGUAGE_MODEL("ForMaskedLM"),
  /** Scores of classes for an image. */
  IMAGE_CLASSIFICATION("ForImageClassification"),
  /** Scores of classes for an image: the mean of two classifiers. */
  IMAGE_CLASSIFICATION_WITH_TEACHER("ForImageClassificationWithTeacher");

  /** The heads of networks for text. */
  static final List<TransformerHead> TEXT =
      List.of(
          BASE,
          SEQUENCE_CLASSIFICATION,
          TOKEN_CLASSIFICATION,
          QUESTION_ANSWERING,
          MASKED_LANGUAGE_MODEL);

  private final String suffix;

  TransformerHead(String suffix) {
    this.suffix = suffix;
  }

  /** Returns the end of the class names, such as {@code ForMaskedLM}. */
  String suffix() {
    return suffix;
  }

  /** Returns the head of a class such as {@code BertForMaskedLM}; null for another class. */
  static @Nullable TransformerHead of(String className, String prefix) {
    return Arrays.stream(values())
        .filter(head -> className.equals(prefix + head.suffix))
        .findFirst()
        .orElse(null);
  }
}
