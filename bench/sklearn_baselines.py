"""scikit-learn without tuning on a file of the learners' benchmark: folds, what each of the three says of rows it has not seen, and how long one boosted fit takes.

Reads CSV (last column "outcome", optionally "order"); prints JSON. One thread each. The forest is left out above 20,000 rows: it takes minutes there.
"""
import os
os.environ['OMP_NUM_THREADS'] = '1'
import json, sys, time, warnings
import numpy as np, pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

warnings.filterwarnings('ignore')
data = pd.read_csv(sys.argv[1], keep_default_na=False, na_values=[''])
y = data.pop('outcome').values
order = data.pop('order').values if 'order' in data else None
words = [c for c in data if data[c].dtype == object]
numbers = [c for c in data if c not in words]
data[words] = data[words].fillna('missing')
one_hot = lambda: ColumnTransformer([('words', OneHotEncoder(min_frequency=20, handle_unknown='infrequent_if_exist'), words),
                                     ('numbers', make_pipeline(SimpleImputer(strategy='median', add_indicator=True), StandardScaler()), numbers)])
ordinal = lambda: ColumnTransformer([('words', OrdinalEncoder(handle_unknown='use_encoded_value', unknown_value=np.nan), words), ('numbers', 'passthrough', numbers)])
models = {
    'LogisticRegression': lambda: make_pipeline(one_hot(), LogisticRegression(C=1, max_iter=1000)),
    'RandomForest': lambda: make_pipeline(one_hot(), RandomForestClassifier(300, min_samples_leaf=5, random_state=0)),
    'HistGradientBoosting': lambda: make_pipeline(ordinal(), HistGradientBoostingClassifier(categorical_features=list(range(len(words))), random_state=0)),
}
if len(y) > 20000:
    del models['RandomForest']
folds = np.zeros(len(y), int)
for k, (_, test) in enumerate(StratifiedKFold(5, shuffle=True, random_state=42).split(data, y)):
    folds[test] = k
out = {'folds': folds.tolist(), 'predictions': {}, 'later': {}}
for name, make in models.items():
    said = np.zeros(len(y))
    for k in range(5):
        said[folds == k] = make().fit(data[folds != k], y[folds != k]).predict_proba(data[folds == k])[:, 1]
    out['predictions'][name] = said.tolist()
    if order is not None:
        rank = np.argsort(order, kind='stable')
        edge = int(len(rank) * 0.7)
        out['later'][name] = make().fit(data.iloc[rank[:edge]], y[rank[:edge]]).predict_proba(data.iloc[rank[edge:]])[:, 1].tolist()
X = ordinal().fit_transform(data).astype(float)
seconds = []
for _ in range(3):
    start = time.perf_counter()
    HistGradientBoostingClassifier(categorical_features=list(range(len(words))), random_state=0).fit(X, y)
    seconds.append(time.perf_counter() - start)
out['boostedSeconds'] = sorted(seconds)[1]
print(json.dumps(out))
