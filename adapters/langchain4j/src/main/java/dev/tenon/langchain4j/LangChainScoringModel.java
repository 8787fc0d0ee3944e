package dev.tenon.langchain4j;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.tenon.text.TextClassifier;
import java.util.Collections;
import java.util.List;

/**
 * A scoring model of LangChain4j that runs a cross encoder in this process.
 *
 * <p>A cross encoder is a network {@code …ForSequenceClassification} with one class. It reads the
 * query and a text together. The score is that of {@link TextClassifier#classify(List, List)}: a
 * probability, or the number itself where {@code problem_type} is {@code regression}. An {@code
 * activation_fn} of sentence-transformers in {@code config.json} is not read. Threads may share a
 * model. It stays usable until its classifier is closed.
 *
 * @see <a href="https://docs.langchain4j.dev/tutorials/rag#re-ranking-content-aggregator">
 *     LangChain4j: ReRankingContentAggregator</a>
 */
public final class LangChainScoringModel implements ScoringModel {
  private final TextClassifier classifier;

  private LangChainScoringModel(TextClassifier classifier) {
    this.classifier = classifier;
  }

  /**
   * Returns a model on a classifier, which its caller closes.
   *
   * @throws IllegalArgumentException if the classifier has several classes
   */
  public static LangChainScoringModel of(TextClassifier classifier) {
    List<String> labels = classifier.labels();
    if (labels.size() != 1) {
      throw new IllegalArgumentException(
          "classifier: expected a cross encoder, which has one class, received the classes "
              + labels);
    }
    return new LangChainScoringModel(classifier);
  }

  /** Returns a score for each text, in their order; a higher one is a better answer. */
  @Override
  public Response<List<Double>> scoreAll(List<TextSegment> segments, String query) {
    List<String> texts = segments.stream().map(TextSegment::text).toList();
    return Response.from(
        classifier.classify(Collections.nCopies(texts.size(), query), texts).stream()
            .map(predictions -> (double) predictions.get(0).score())
            .toList());
  }
}
