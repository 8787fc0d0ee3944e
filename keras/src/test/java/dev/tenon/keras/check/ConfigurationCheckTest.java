package dev.tenon.keras.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.keras.KerasGeneration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Keras refuses is found, wherever it stands; what belongs to somebody else is left alone. */
final class ConfigurationCheckTest {
  /** As tf.keras 1.x wrote it: Keras 3 answers with an unexpected keyword argument 'dtype'. */
  private static final String OLD_INITIALIZER =
      """
      {"class_name": "Sequential", "config": {"name": "s", "layers": [
        {"class_name": "Dense", "config": {"name": "d", "units": 2, "activation": "relu",
          "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": null, "dtype": "float32"}}}}]}}
      """;

  @Test
  void anInitializersTypeIsRefusedByKeras3AndSilent() throws JsonProcessingException {
    List<Offence> offences = model(OLD_INITIALIZER, KerasGeneration.KERAS_3);
    assertThat(offences).hasSize(1);
    assertThat(offences.get(0).place()).isEqualTo("d");
    assertThat(offences.get(0).text())
        .isEqualTo("GlorotUniform with dtype=\"float32\", which Keras 3 does not have");
    assertThat(SilentArguments.reason((Offence.UnknownArgument) offences.get(0))).isNotNull();
    assertThat(model(OLD_INITIALIZER, KerasGeneration.TF_KERAS)).isEmpty();
  }

  @Test
  void layersInsideLayersAreLookedAt() throws JsonProcessingException {
    String model =
        """
        {"class_name": "Sequential", "config": {"layers": [
          {"class_name": "Bidirectional", "config": {"name": "b", "layer":
            {"class_name": "LSTM", "config": {"name": "l", "units": 2, "time_major": true}}}},
          {"class_name": "Sequential", "config": {"layers": [
            {"class_name": "LocallyConnected1D", "config": {"name": "c", "filters": 1}}]}}]}}
        """;
    assertThat(model(model, KerasGeneration.KERAS_3).stream().map(Offence::text))
        .containsExactly(
            "LSTM with time_major=true, which Keras 3 does not have",
            "the layer LocallyConnected1D, which Keras 3 does not have");
  }

  @Test
  void keywordsOfCallsAreCheckedInBothSpellings() throws JsonProcessingException {
    String keras3 =
        """
        {"class_name": "Functional", "config": {"layers": [
          {"module": "keras.layers", "class_name": "Dense", "config": {"name": "d", "units": 2},
           "inbound_nodes": [{"args": [], "kwargs": {"mask": null, "training": false}}]}]}}
        """;
    assertThat(model(keras3, KerasGeneration.KERAS_3).stream().map(Offence::text))
        .containsExactly("Dense called with mask, which Keras 3 does not have");
    String older =
        """
        {"class_name": "Functional", "config": {"layers": [
          {"class_name": "LSTM", "config": {"name": "l", "units": 2},
           "inbound_nodes": [[["in", 0, 0, {"initial_states": ["h", 0, 0]}]]]}]}}
        """;
    assertThat(model(older, KerasGeneration.TF_KERAS).stream().map(Offence::text))
        .containsExactly("LSTM called with initial_states, which tf_keras does not have");
  }

  @Test
  void classesOfOthersAreLeftToThem() throws JsonProcessingException {
    String model =
        """
        {"class_name": "Sequential", "config": {"layers": [
          {"class_name": "mine>Scale", "config": {"name": "s", "anything": 1}},
          {"module": "mine", "class_name": "Dense", "registered_name": "mine>Dense", "config": {"odd": 1}}]}}
        """;
    assertThat(model(model, KerasGeneration.KERAS_3)).isEmpty();
  }

  @Test
  void optimizersLossesAndMetricsAreChecked() throws JsonProcessingException {
    String training =
        """
        {"optimizer_config": {"class_name": "Adam", "config": {"learning_rate": 0.1, "jit_compile": true}},
         "loss": {"a": "mse", "b": {"class_name": "Huber", "config": {"delta": 1.0, "fn": "huber"}}},
         "metrics": ["accuracy", "acc", {"class_name": "Nowhere", "config": {}}]}
        """;
    assertThat(training(training, KerasGeneration.KERAS_3).stream().map(Offence::text))
        .containsExactly(
            "Adam with jit_compile=true, which Keras 3 does not have",
            "Huber with fn=\"huber\", which Keras 3 does not have");
    // Without is_legacy_optimizer=false tf_keras takes its older class, which has no such key.
    assertThat(training(training, KerasGeneration.TF_KERAS).stream().map(Offence::text))
        .contains("Adam with jit_compile=true, which tf_keras does not have");
  }

  private static List<Offence> model(String json, KerasGeneration reader)
      throws JsonProcessingException {
    return ConfigurationCheck.ofModel(tree(json), reader);
  }

  private static List<Offence> training(String json, KerasGeneration reader)
      throws JsonProcessingException {
    return ConfigurationCheck.ofTraining(tree(json), reader);
  }

  private static JsonNode tree(String json) throws JsonProcessingException {
    return new ObjectMapper().readTree(json);
  }
}
