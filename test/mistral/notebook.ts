/** The published intent notebook in small: texts of three intents. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  weather_query: ['what is the weather today', 'will it rain tomorrow', 'weather forecast for berlin', 'is it cold outside'],
  play_music: ['play some music', 'play the new song', 'put on some jazz music', 'play my favourite album'],
  calendar_query: ['what is on my calendar', 'show my meetings', 'calendar for monday', 'do i have meetings at noon'],
};

/** Lines as `prepare` writes them. */
export const TRAIN = Object.entries(TEXTS)
  .flatMap(([intent, texts]) => texts.map((text) => `${JSON.stringify({ text, labels: { intent } })}\n`))
  .join('');
export const TEST = [
  { text: 'weather for tomorrow', labels: { intent: 'weather_query' } },
  { text: 'play jazz', labels: { intent: 'play_music' } },
  { text: 'meetings on monday', labels: { intent: 'calendar_query' } },
]
  .map((line) => `${JSON.stringify(line)}\n`)
  .join('');

/** What the notebook prints of its job, but for ids and times. */
export const NOTEBOOK_JOB = {
  auto_start: false,
  model: 'ministral-3b-latest',
  status: 'QUEUED',
  object: 'job',
  fine_tuned_model: null,
  suffix: null,
  trained_tokens: null,
  job_type: 'classifier',
  metadata: {
    expected_duration_seconds: null,
    cost: 0,
    cost_currency: null,
    train_tokens_per_step: null,
    train_tokens: null,
    data_tokens: null,
    estimated_start_time: null,
  },
};
