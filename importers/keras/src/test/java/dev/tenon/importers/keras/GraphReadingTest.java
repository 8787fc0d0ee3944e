package dev.tenon.importers.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.importers.keras.KerasImporter.Options;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Value;
import dev.tenon.keras.KerasDialect;
import dev.tenon.layers.convolution.Conv2D;
import dev.tenon.layers.core.Dense;
import dev.tenon.loading.CustomLayers;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How configurations of the dialects become graphs; the texts are as the Kerases write them. */
final class GraphReadingTest {
  private static KerasModel read(String json) {
    return KerasImporter.fromJson(json.replace('\'', '"'), Options.DEFAULT);
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : -1;
  }

  private static final String TF_NESTED =
      """
      {'class_name': 'Functional', 'keras_version': '2.21.0', 'config': {'name': 'm', 'layers': [
        {'class_name': 'InputLayer', 'name': 'a', 'inbound_nodes': [],
         'config': {'batch_input_shape': [null, 3], 'dtype': 'float32', 'name': 'a'}},
        {'class_name': 'Functional', 'name': 'sub', 'config': {'name': 'sub', 'layers': [
          {'class_name': 'InputLayer', 'name': 'i', 'inbound_nodes': [],
           'config': {'batch_input_shape': [null, 3], 'name': 'i'}},
          {'class_name': 'Dense', 'name': 'd', 'config': {'name': 'd', 'units': 3},
           'inbound_nodes': [[['i', 0, 0, {}]]]}],
          'input_layers': [['i', 0, 0]], 'output_layers': [['d', 0, 0]]},
         'inbound_nodes': [[['a', 0, 0, {}]], [['sub', 1, 0, {}]], [['sub', 2, 0, {}]]]}],
        'input_layers': [['a', 0, 0]], 'output_layers': [['sub', 3, 0], ['sub', 1, 0]]}}
      """;

  private static final String KERAS_3_NESTED =
      """
      {'class_name': 'Functional', 'config': {'name': 'm', 'trainable': true, 'layers': [
        {'class_name': 'InputLayer', 'name': 'a', 'inbound_nodes': [],
         'config': {'batch_shape': [null, 3], 'dtype': 'float32', 'name': 'a'}},
        {'class_name': 'Functional', 'name': 'sub', 'config': {'name': 'sub', 'layers': [
          {'class_name': 'InputLayer', 'name': 'i', 'inbound_nodes': [],
           'config': {'batch_shape': [null, 3], 'name': 'i'}},
          {'class_name': 'Dense', 'name': 'd',
           'config': {'name': 'd', 'trainable': true, 'units': 3},
           'inbound_nodes': [{'args': [{'class_name': '__keras_tensor__', 'config':
             {'shape': [null, 3], 'dtype': 'float32', 'keras_history': ['i', 0, 0]}}],
             'kwargs': {}}]}],
          'input_layers': ['i', 0, 0], 'output_layers': ['d', 0, 0]},
         'inbound_nodes': [
          {'args': [{'class_name': '__keras_tensor__', 'config':
             {'shape': [null, 3], 'dtype': 'float32', 'keras_history': ['a', 0, 0]}}],
             'kwargs': {}},
          {'args': [{'class_name': '__keras_tensor__', 'config':
             {'shape': [null, 3], 'dtype': 'float32', 'keras_history': ['sub', 0, 0]}}],
             'kwargs': {}},
          {'args': [{'class_name': '__keras_tensor__', 'config':
             {'shape': [null, 3], 'dtype': 'float32', 'keras_history': ['sub', 1, 0]}}],
             'kwargs': {}}]}],
        'input_layers': ['a', 0, 0], 'output_layers': [['sub', 3, 0], ['sub', 1, 0]]}}
      """;

  @Test
  void countsCallsOfNestedModelsAsEachKerasDoes() {
    for (String json : List.of(TF_NESTED, KERAS_3_NESTED)) {
      KerasModel model = read(json);
      assertThat(model.model().graph().calls())
          .extracting("name")
          .containsExactly("sub", "sub@2", "sub@3");
      List<Value> outputs = model.model().graph().outputs();
      assertThat(outputs.get(0)).isSameAs(model.model().graph().calls().get(2).outputs().get(0));
      assertThat(outputs.get(1)).isSameAs(model.model().graph().calls().get(0).outputs().get(0));
      assertThat(model.lowered().parameters()).hasSize(2);
      assertThat(model.outputNames()).containsExactly("sub", "sub_1");
    }
  }

  /** So Keras 1.2 wrote a padding of 1 on both sides: the lengths are those of its own answer. */
  @Test
  void readsTheOneNumberOfKeras1sPadding() {
    KerasModel model =
        read(
            """
            {'class_name': 'Sequential', 'keras_version': '1.2.2', 'config': [
              {'class_name': 'ZeroPadding1D', 'config': {'name': 'p', 'padding': 2,
               'batch_input_shape': [null, 12, 3], 'input_dtype': 'float32', 'trainable': true}}]}
            """);
    assertThat(model.lowered().graph().outputs().get(0).shape().length(1)).isEqualTo(16);
  }

  /** Before Keras 2.2.3 a chain inside a chain was a bare list. */
  @Test
  void namesAChainInsideAChain() {
    KerasModel model =
        read(
            """
            {'class_name': 'Sequential', 'keras_version': '2.0.8', 'config': [
              {'class_name': 'Dense', 'config': {'name': 'a', 'units': 3,
               'batch_input_shape': [null, 4]}},
              {'class_name': 'Sequential', 'config': [
                {'class_name': 'Dense', 'config': {'name': 'a', 'units': 2,
                 'batch_input_shape': [null, 3]}}]}]}
            """);
    assertThat(model.outputNames()).containsExactly("sequential_2");
  }

  @Test
  void readsKeras1WordsAndItsHardSigmoid() {
    KerasModel model =
        read(
            """
            {'class_name': 'Sequential', 'keras_version': '1.2.2', 'config': [
              {'class_name': 'Convolution2D', 'config': {'name': 'c', 'nb_filter': 4, 'nb_row': 3,
               'nb_col': 2, 'subsample': [1, 1], 'border_mode': 'same', 'dim_ordering': 'tf',
               'activation': 'hard_sigmoid', 'init': 'glorot_uniform', 'bias': false,
               'W_regularizer': {'name': 'WeightRegularizer', 'l1': 0.0, 'l2': 0.1},
               'batch_input_shape': [null, 8, 8, 3]}}]}
            """);
    Conv2D layer = (Conv2D) model.model().layers().get(0).layer();
    assertThat(layer.filters()).isEqualTo(4);
    assertThat(layer.kernelSize()).containsExactly(3L, 2L);
    assertThat(layer.padding()).isEqualTo("same");
    assertThat(layer.useBias()).isFalse();
    assertThat(layer.activation()).extracting(KerasObject::className).isEqualTo("hard_sigmoid");
    assertThat(layer.activation())
        .extracting(KerasObject::config)
        .hasToString("{slope=0.2, offset=0.5}");
    assertThat(model.warnings()).isEmpty();
    assertThat(model.inputs().get(0).name()).isEqualTo("c_input");
    assertThat(model.source().dialect()).isEqualTo(KerasDialect.KERAS_1);
  }

  @Test
  void listsEverythingThatItCannotImport() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    {'class_name': 'Sequential', 'config': {'name': 's', 'layers': [
                      {'class_name': 'Dense', 'config': {'name': 'd', 'units': 2,
                       'batch_input_shape': [null, 3]}},
                      {'class_name': 'Lambda', 'config': {'name': 'scale'}},
                      {'class_name': 'mine>Glow', 'config': {'name': 'glow'}},
                      {'class_name': 'Lambda', 'config': {'name': 'shift'}}]}}
                    """))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("3 layers cannot be imported")
        .hasMessageContaining("Lambda holds Python code")
        .hasMessageContaining("(2): 'scale', 'shift'")
        .hasMessageContaining("mine>Glow is a layer that Tenon does not know (1): 'glow'");
  }

  @Test
  void takesJavaForCustomLayersAndLambdas() {
    CustomLayers custom =
        CustomLayers.none()
            .with("Lambda:scale", config -> Dense.DEFAULTS)
            .with("Glow", config -> Dense.DEFAULTS.units(number(config.get("n"))));
    KerasModel model =
        KerasImporter.fromJson(
            """
            {'class_name': 'Sequential', 'config': {'name': 's', 'layers': [
              {'class_name': 'Lambda', 'config': {'name': 'scale',
               'batch_input_shape': [null, 3]}},
              {'class_name': 'mine>Glow', 'config': {'name': 'glow', 'n': 5}}]}}
            """
                .replace('\'', '"'),
            new Options(custom));
    assertThat(model.lowered().graph().outputs().get(0).shape().length(1)).isEqualTo(5);
  }

  @Test
  void reportsKeysThatItDoesNotKnow() {
    KerasModel model =
        read(
            """
            {'class_name': 'Sequential', 'config': {'name': 's', 'layers': [
              {'class_name': 'Dense', 'config': {'name': 'd', 'units': 2, 'sparkle': true,
               'batch_input_shape': [null, 3]}}]}}
            """);
    assertThat(model.warnings()).singleElement().asString().contains("'d'").contains("'sparkle'");
  }

  @Test
  void namesWhatIsReadAndNeverGiven() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    {'class_name': 'Functional', 'config': {'name': 'm', 'layers': [
                      {'class_name': 'InputLayer', 'name': 'a', 'inbound_nodes': [],
                       'config': {'batch_input_shape': [null, 3], 'name': 'a'}},
                      {'class_name': 'Dense', 'name': 'd', 'config': {'name': 'd', 'units': 3},
                       'inbound_nodes': [[['ghost', 0, 0, {}]]]}],
                      'input_layers': [['a', 0, 0]], 'output_layers': [['d', 0, 0]]}}
                    """))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("output 0 of call 0 of 'ghost'");
  }

  @Test
  void asksForAnInputShapeThatTheFileDoesNotHave() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    {'class_name': 'Sequential', 'config': {'name': 's', 'layers': [
                      {'class_name': 'Dense', 'config': {'name': 'd', 'units': 2}}]}}
                    """))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("records no input shape");
  }
}
