package dev.tenon.keras.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.keras.KerasDialect;
import dev.tenon.layers.base.LegacyOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Entries of Keras 1 and 2 in Keras 3's words, as Keras' release notes and argument lists say them.
 *
 * @see <a href="https://github.com/keras-team/keras/wiki/Keras-2.0-release-notes">Keras 2.0 release
 *     notes</a>
 */
final class OlderLayersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "Convolution2D | {'nb_filter':8,'nb_row':3,'nb_col':5,'border_mode':'same',"
            + "'subsample':[2,2],'dim_ordering':'th','bias':true,'init':'glorot_uniform'}"
            + "| Conv2D | {'filters':8,'kernel_size':[3,5],'padding':'same','strides':[2,2],"
            + "'data_format':'channels_first','use_bias':true,"
            + "'kernel_initializer':{'class_name':'GlorotUniform','config':{}}}",
        "AtrousConvolution2D | {'nb_row':3,'nb_col':3,'atrous_rate':[2,2],'dim_ordering':'tf'}"
            + "| Conv2D | {'kernel_size':[3,3],'dilation_rate':[2,2],"
            + "'data_format':'channels_last'}",
        "Convolution3D | {'kernel_dim1':1,'kernel_dim2':2,'kernel_dim3':3}"
            + "| Conv3D | {'kernel_size':[1,2,3]}",
        "Convolution1D | {'filter_length':3,'subsample_length':2}"
            + "| Conv1D | {'kernel_size':3,'strides':2}",
        "Dense | {'output_dim':4,'W_regularizer':{'name':'WeightRegularizer','l1':0.0,'l2':0.1}}"
            + "| Dense | {'units':4,"
            + "'kernel_regularizer':{'class_name':'L1L2','config':{'l1':0.0,'l2':0.1}}}",
        "Dense | {'output_dim':4,'W_constraint':{'name':'MaxNorm','m':2,'axis':0}}"
            + "| Dense | {'units':4,"
            + "'kernel_constraint':{'class_name':'MaxNorm','config':{'m':2,'axis':0}}}",
        "Embedding | {'input_dim':9,'output_dim':4,'init':'uniform','dropout':0.5}"
            + "| Embedding | {'input_dim':9,'output_dim':4,"
            + "'embeddings_initializer':{'class_name':'RandomUniform','config':{}}}",
        "LSTM | {'output_dim':4,'inner_activation':'sigmoid','forget_bias_init':'one',"
            + "'dropout_W':0.1,'dropout_U':0.2}"
            + "| LSTM | {'units':4,'recurrent_activation':{'class_name':'sigmoid','config':{}},"
            + "'unit_forget_bias':true,'use_bias':true,'dropout':0.1,'recurrent_dropout':0.2}",
        "GRU | {'output_dim':4,'inner_activation':'hard_sigmoid'}"
            + "| GRU | {'units':4,'recurrent_activation':"
            + "{'class_name':'hard_sigmoid','config':{'slope':0.2,'offset':0.5}},"
            + "'use_bias':true,'reset_after':false}",
        "PReLU | {'init':'zero'}"
            + "| PReLU | {'alpha_initializer':{'class_name':'Zeros','config':{}}}",
        "UpSampling1D | {'length':3} | UpSampling1D | {'size':3}",
        "Dropout | {'p':0.5} | Dropout | {'rate':0.5}",
        "GaussianNoise | {'sigma':0.5} | GaussianNoise | {'stddev':0.5}",
        "MaxPooling1D | {'pool_length':2,'stride':2} | MaxPooling1D |"
            + " {'pool_size':2,'strides':2}",
        "ZeroPadding1D | {'padding':2} | ZeroPadding1D | {'padding':[2,2]}",
        "ZeroPadding2D | {'padding':[1,2]} | ZeroPadding2D | {'padding':[[1,1],[2,2]]}",
        "ZeroPadding2D | {'padding':[1,2,3,4]} | ZeroPadding2D | {'padding':[[1,2],[3,4]]}",
        "ZeroPadding2D | {'padding':[[1,2],[3,4]]} | ZeroPadding2D | {'padding':[[1,2],[3,4]]}",
        "Merge | {'mode':'sum','concat_axis':-1,'dot_axes':-1} | Add | {}",
        "Merge | {'mode':'mul'} | Multiply | {}",
        "Merge | {'mode':'ave'} | Average | {}",
        "Merge | {'mode':'max'} | Maximum | {}",
        "Merge | {'mode':'concat','concat_axis':2} | Concatenate | {'axis':2}",
        "Merge | {'mode':'dot','dot_axes':[[1],[2]]} | Dot | {'axes':[1,2],'normalize':false}",
        "Merge | {'mode':'cos','dot_axes':1} | Dot | {'axes':1,'normalize':true}",
        "Merge | {'mode':'lambda'} | Lambda | {}",
      })
  void keras1(String className, String config, String now, String upgraded)
      throws JsonProcessingException {
    upgrades(KerasDialect.KERAS_1, className, config, now, upgraded);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "CuDNNGRU | {'units':4} | GRU | {'units':4,'use_bias':true,'reset_after':true,"
            + "'activation':{'class_name':'tanh','config':{}},"
            + "'recurrent_activation':{'class_name':'sigmoid','config':{}}}",
        "GRU | {'units':4} | GRU | {'units':4,'reset_after':false,'recurrent_activation':"
            + "{'class_name':'hard_sigmoid','config':{'slope':0.2,'offset':0.5}}}",
        "LSTM | {'units':4,'recurrent_activation':'sigmoid'} | LSTM |"
            + " {'units':4,'recurrent_activation':{'class_name':'sigmoid','config':{}}}",
        "LeakyReLU | {'alpha':0.25} | LeakyReLU | {'negative_slope':0.25}",
        "LeakyReLU | {'alpha':{'type':'ndarray','value':0.25}} | LeakyReLU |"
            + " {'negative_slope':0.25}",
        "ReLU | {'max_value':{'class_name':'__numpy__','config':{'value':6.0}}} | ReLU |"
            + " {'max_value':6.0}",
        "DepthwiseConv2D | {'filters':4,'kernel_size':[2,2],'kernel_initializer':'zeros'}"
            + " | DepthwiseConv2D | {'kernel_size':[2,2]}",
        "SeparableConv2D | {'filters':4,'kernel_regularizer':null} | SeparableConv2D |"
            + " {'filters':4}",
        "TextVectorization | {'ngrams':{'class_name':'__tuple__','items':[1,2]}} |"
            + " TextVectorization | {'ngrams':[1,2]}",
        "Softmax | {'robust_masking':true} | Softmax | {}",
        "MultiHeadAttention | {'num_heads':2,'query_shape':[null,3]} | MultiHeadAttention |"
            + " {'num_heads':2}",
        "LSTM | {'recurrent_activation':null,'time_major':true} | LSTM |"
            + " {'recurrent_activation':null}",
        "Discretization | {'bins':[0.0,1.0]} | Discretization | {'bin_boundaries':[0.0,1.0]}",
        "Discretization | {'bins':3} | Discretization | {'num_bins':3}",
        "CategoryEncoding | {'max_tokens':3,'output_mode':'binary'} | CategoryEncoding |"
            + " {'num_tokens':3,'output_mode':'multi_hot'}",
        "Dropout | {'rate':0.5,'noise_shape':null} | Dropout | {'rate':0.5}",
        "SpatialDropout2D | {'rate':0.5,'noise_shape':[1]} | SpatialDropout2D | {'rate':0.5}",
        "BatchNormalizationV2 | {'axis':[3]} | BatchNormalization | {'axis':[3]}",
        "Dense | {'activation':{'class_name':'LeakyReLU','config':{'name':'a','alpha':0.1}}}"
            + " | Dense | {'activation':{'class_name':'leaky_relu',"
            + "'config':{'negative_slope':0.1}}}",
        "Dense | {'activation':{'class_name':'mine>act','config':{'of':{'module':'m',"
            + "'class_name':'X','config':{},'registered_name':null}}}} | Dense |"
            + " {'activation':{'class_name':'act',"
            + "'config':{'of':{'class_name':'X','config':{}}}}}",
        "Dense | {'activation':{'class_name':'function','config':'relu'}} | Dense |"
            + " {'activation':{'class_name':'relu','config':{}}}",
        "TensorFlowOpLayer | {'node_def':{'op':'AddV2'}} | TensorFlowOpLayer |"
            + " {'node_def':{'op':'AddV2'},'function':'math.add'}",
        "TensorFlowOpLayer | {'node_def':{'op':'Odd'}} | TensorFlowOpLayer |"
            + " {'node_def':{'op':'Odd'},'function':'raw_ops.Odd'}",
      })
  void tfKeras(String className, String config, String now, String upgraded)
      throws JsonProcessingException {
    upgrades(KerasDialect.TF_KERAS, className, config, now, upgraded);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "TF_KERAS | IntegerLookup | {} | TYPED_LOOKUP",
        "TF_KERAS | RandomCrop | {'height':2} | RESIZED_CROP",
        "KERAS_2 | LayerNormalization | {} | REAL_RESULTS",
        "KERAS_1 | GlobalAveragePooling2D | {} | INTEGER_MEANS",
        "TF_KERAS | Softmax | {'axis':-1} | ADDED_MASK",
        "TF_KERAS | Softmax | {'robust_masking':true} | ROBUST_MASK",
        "TF_KERAS | MultiHeadAttention | {} | KEPT_MASKS",
        "TF_KERAS | GRU | {'time_major':true} | TIME_MAJOR",
        "TF_KERAS | GRU | {'time_major':false} |",
        "TF_KERAS | Dense | {} |",
        "KERAS_3 | Softmax | {} |",
      })
  void whatAnOlderKerasDoesStandsBesideTheConfiguration(
      KerasDialect dialect, String className, String config, @Nullable LegacyOption option)
      throws JsonProcessingException {
    JsonNode entry = tree("{'class_name':'" + className + "','name':'l','config':" + config + "}");
    assertThat(LayerUpgrade.layer(entry, dialect).legacy())
        .isEqualTo(option == null ? Set.of() : Set.of(option));
  }

  private static void upgrades(
      KerasDialect dialect, String className, String config, String now, String upgraded)
      throws JsonProcessingException {
    JsonNode entry = tree("{'class_name':'" + className + "','name':'l','config':" + config + "}");
    LayerConfig layer = LayerUpgrade.layer(entry, dialect);
    assertThat(layer.className()).isEqualTo(now);
    assertThat(layer.name()).isEqualTo("l");
    assertThat(layer.config()).isEqualTo(tree(upgraded));
    assertThat(entry.path("config")).as("the file's own tree").isEqualTo(tree(config));
  }

  /** Before Keras 2.2.3 the configuration was the list of layers, and chains had no names. */
  @Test
  void chainsInsideOfAChainAreNamed() throws JsonProcessingException {
    LayerConfig chain =
        LayerUpgrade.model(
            tree(
                "{'class_name':'Sequential','config':["
                    + "{'class_name':'InputLayer','config':{'name':'in'}},"
                    + "{'class_name':'Sequential','config':[]},"
                    + "{'class_name':'Dense','config':{'name':'d'}},"
                    + "{'class_name':'Sequential','config':[]}]}"),
            KerasDialect.KERAS_2);
    assertThat(chain.layers().stream().map(LayerConfig::name))
        .containsExactly("in", "sequential_1", "d", "sequential_3");
  }

  @Test
  void aClassOfTheUsersWithLayersIsAChain() throws JsonProcessingException {
    LayerConfig own =
        LayerUpgrade.model(
            tree(
                "{'class_name':'mine>Own','config':{'name':'o','layers':["
                    + "{'class_name':'Dense','config':{'name':'d'}}]}}"),
            KerasDialect.TF_KERAS);
    assertThat(own.className()).isEqualTo("Own");
    assertThat(own.registeredName()).isEqualTo("mine>Own");
    assertThat(own.layers()).hasSize(1);
    assertThat(own.entry().path("class_name").asText()).isEqualTo("mine>Own");
    assertThat(own.entry().path("config")).isEqualTo(own.config());
  }

  @Test
  void whatIsNoLayerIsMalformed() throws JsonProcessingException {
    assertThatThrownBy(() -> LayerUpgrade.layer(tree("[1]"), KerasDialect.KERAS_3))
        .hasMessageContaining("expected a layer with a 'class_name' but received a list");
    JsonNode text = tree("{'class_name':'Dense','config':'of text'}");
    assertThatThrownBy(() -> LayerUpgrade.layer(text, KerasDialect.KERAS_3))
        .hasMessageContaining("the configuration of a Dense is the text 'of text'");
    JsonNode odd = tree("{'class_name':'Sequential','config':{'name':'s','layers':3}}");
    assertThatThrownBy(() -> LayerUpgrade.model(odd, KerasDialect.KERAS_3))
        .hasMessageContaining(
            "layer 's' (Sequential): expected a list of layers but received the number 3");
    JsonNode merge =
        tree(
            "{'class_name':'Sequential','config':[{'class_name':'Merge','config':"
                + "{'name':'m','mode':'sum','layers':["
                + "{'class_name':'Dense','config':{}},{'class_name':'Dense','config':{}}]}}]}");
    assertThatThrownBy(() -> LayerUpgrade.model(merge, KerasDialect.KERAS_1))
        .hasMessageContaining("starts with layer 'm' (Merge), which joins 2 models inside it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "KERAS_3 | {'config':{'batch_shape':[null,2]}}",
        "KERAS_3 | {'a':{'class_name':'DTypePolicy'}}",
        "KERAS_2 | {'keras_version':'2.2.4'}",
        "TF_KERAS | {'keras_version':'2.2.4-tf'}",
        "TF_KERAS | {'keras_version':'2.4.0'}",
        "KERAS_1 | {'keras_version':'1.2.2'}",
        "KERAS_1 | {'nb_filter':3}",
        "KERAS_1 | {'inner_init':'orthogonal'}",
        "TF_KERAS | {'units':3}",
      })
  void theWordsTellTheDialect(KerasDialect dialect, String config) throws JsonProcessingException {
    JsonNode tree = tree(config);
    assertThat(DialectGuess.of(tree.deepCopy())).isEqualTo(dialect);
  }

  private static JsonNode tree(String json) throws JsonProcessingException {
    return new ObjectMapper().readTree(json.replace('\'', '"'));
  }
}
