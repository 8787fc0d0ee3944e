package dev.tenon.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.engine.Engine;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares with the question-answering pipeline of transformers 4;
 * tests/goldens/pipelines/make_questions.py records it.
 */
class QuestionAnswererTest {
  private static final Path GOLDENS = Checkout.file("tests/goldens/pipelines");

  @ParameterizedTest
  @ValueSource(strings = {"question.bert", "question.roberta"})
  void answersEqualThoseOfTransformers(String name) throws IOException {
    JsonNode cases =
        new ObjectMapper().readTree(Files.readString(GOLDENS.resolve(name + "/expected.json")));
    assertThat(cases).hasSize(9);
    try (QuestionAnswerer loaded = QuestionAnswerer.load(GOLDENS.resolve(name));
        QuestionAnswerer other = loaded.on(Engine.ONNX_RUNTIME)) {
      int none = 0;
      for (JsonNode one : cases) {
        String question = one.get("question").asText();
        String context = one.get("context").asText();
        for (QuestionAnswerer answerer : List.of(loaded, other)) {
          check(context, List.of(answerer.answer(question, context)), one.get("best"));
          check(context, answerer.answers(question, context, 4), one.get("answers"));
          String possible = one.get("possible").get(0).get("text").asText();
          assertThat(answerer.find(question, context).map(Answer::text).orElse(""))
              .isEqualTo(possible);
          none += possible.isEmpty() ? 1 : 0;
        }
      }
      assertThat(none).isEqualTo(name.equals("question.roberta") ? 4 : 0);
    }
  }

  /** Places count characters of Java, which are two for an emoji. */
  private static void check(String context, List<Answer> found, JsonNode expected) {
    assertThat(found).as(context).hasSize(expected.size());
    for (int i = 0; i < found.size(); i++) {
      Answer answer = found.get(i);
      JsonNode one = expected.get(i);
      assertThat(answer.text()).as(context).isEqualTo(one.get("text").asText());
      assertThat(answer.score()).isCloseTo(one.get("score").asDouble(), within(1e-5));
      assertThat(List.of(answer.start(), answer.end()))
          .containsExactly(
              context.offsetByCodePoints(0, one.get("start").asInt()),
              context.offsetByCodePoints(0, one.get("end").asInt()));
    }
  }

  @Test
  void wrongQuestionsAreRefused() throws IOException {
    assertThatThrownBy(() -> QuestionAnswerer.load(GOLDENS.resolve("token.bert")))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("ForQuestionAnswering");
    try (QuestionAnswerer answerer = QuestionAnswerer.load(GOLDENS.resolve("question.bert"))) {
      assertThatThrownBy(() -> answerer.answer("", "Anna works."))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("empty question");
      assertThatThrownBy(() -> answerer.answer("bank ".repeat(50), "Anna works."))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(answerer.answer("Where?", "  ").text()).isEmpty();
    }
  }
}
